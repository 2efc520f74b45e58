// Package demo is a fail2ban to look at: a real one of its own, with jails for SSH, a web server and mail, and one for those who
// come back, under attack by addresses from many countries.
//
// Start with [Start]; [Demo.Run] makes the attacks. The countries and their addresses stand in attackers.txt, the jails and the
// lines of their logs in jails.go, who attacks when in crowd.go. Starting and stopping fail2ban is left to package sandbox.
// Nothing leaves the machine: an attack is a line in a log file, and a ban is a line in another.
package demo
