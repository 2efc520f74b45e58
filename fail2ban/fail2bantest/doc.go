// Package fail2bantest is a fail2ban server for tests: the real protocol on a real socket, with jails, bans, failures, settings and
// versions, but without log files, firewall and Python.
//
// Start with [Start], or [New] outside of tests. It behaves like fail2ban as far as a client can see: one command at a time,
// bans by attempts a moment later, answers pickled as Python does it, errors of the same class and text, only the commands that its
// version has. [Server.Disturb] makes it slow, stop in the middle of an answer or send garbage; [Server.Down], [Server.Up] and
// [Server.Busy] do what a restart and a flood do to a client. [Config.OnEvent] is for tests that write fail2ban's log or database
// beside it.
//
// What it does not do: read logs ([Server.Fail] stands in), run actions, prolong bans of repeat offenders.
package fail2bantest
