// Package fail2ban is a client for a running fail2ban server, versions 0.11.2 to 1.1.x.
//
// It speaks the protocol of fail2ban's socket directly, about a thousand times faster than starting fail2ban-client. Start with
// [NewClient]; [Client] has the commands about the server and all jails, [Jail] those about one jail, [Action] those about one of its
// actions. What is different between versions is decided by [Version].
//
// Whoever can send commands to fail2ban can run programs as its user, usually root. Therefore the typed methods check their
// arguments before anything is sent: addresses and times in particular, which fail2ban itself takes in any form. Only
// [Client.Do] and [Client.Reload] pass on what they are given.
//
// Subpackage wire has the messages, record reads what fail2ban writes into its log and its database, fail2bantest is a server for tests.
// fail2ban's configuration files are read and edited by subpackage conf.
package fail2ban
