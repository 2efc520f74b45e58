// Package sandbox starts a real fail2ban of its own: for tests, and for people who want to look around without risk.
//
// Start with [Start]: it writes a configuration into one directory, starts fail2ban there and waits until it is ready.
// Nothing outside that directory is read or changed, no firewall either, unless [Options.NetNS] gives the server a network
// of its own. [Server.Attack] writes the log lines that make fail2ban ban. [Version] says which fail2ban is run: the one that
// is installed, or a Debian package of another version, which [Fetch] unpacks without installing it.
//
// The server is a child of this process and ends with it, however it ends. Linux only, as fail2ban's actions are.
// Helpers for tests are in package sandboxtest.
package sandbox
