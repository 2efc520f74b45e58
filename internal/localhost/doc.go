// Package localhost is [host.Host] for the machine we run on.
//
// Start with [New]. Orders and questions go over fail2ban's socket, by package fail2ban; each has a file of its name. [Host.Watch]
// reads fail2ban's database and its log beside that: follow.go reads the log as it grows, package record knows its lines,
// database.go reads bans with their evidence in statements so short that fail2ban never waits for them, watch.go puts it all into
// one order; matcher.go lets the row of a ban and its line find each other; ban_count.go and watch_compare.go find what was lost.
// Loading configuration into a jail is tried on a scratch server before: stream.go, dryrun.go and control.go.
//
// Rules for all of it: fail2ban is never delayed, a reload never takes a jail down that works, and no program is started for a
// question.
package localhost
