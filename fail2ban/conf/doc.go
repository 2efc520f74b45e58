// Package conf reads fail2ban's configuration as fail2ban itself does, tells where each value comes from and what is wrong, and edits
// files without changing a byte that it was not asked to change. It needs neither fail2ban nor Python on the machine, and knows what the
// versions from 0.11.2 to 1.1.1 do differently.
//
// Start with [Read]. The [Config] tells what it comes to: the commands that fail2ban's client would send to its server
// ([Config.Stream]), one jail with its filter and actions ([Config.Jail]), where the value of an option comes from ([Config.Explain]), and
// what is wrong ([Config.Lint]). Nothing that stands in a configuration is an error of Read: what fail2ban would reject is a [Finding] with
// file and line, and the rest is worked out as well as can be.
//
// [Parse] reads one file for [File.Set] and the other edits, and [Overlay] shows a configuration as it would be with other files, so that a
// change can be looked at before it is made. Reading costs no more than [Limits] say, whatever there is to read.
//
// # How it works
//
// A configuration is worked out on five floors, each with a file or two of its own here: lines of a file (line.go, parse.go), files in their
// order (include.go), what they say together (document.go), values with %(name)s and <tag> put in (expand.go, tags.go), and jails with their
// filters and actions (jail.go, definition.go, stream.go). A [Value] carries its [Setting] and what was put into it through all of them.
//
// Writing files, reloading jails, and what a change may be are left to others.
package conf
