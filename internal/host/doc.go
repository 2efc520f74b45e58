// Package host says what can be asked of one machine that runs fail2ban.
//
// Start with [Host]. [Status] and [Jail] are what it answers, [BanOrder] and [JailChange] what it is told, and [Batch] what it
// reports by itself. Package hosttest holds the suite that every implementation passes. How fail2ban is asked is left to
// package localhost, how another machine is reached to package link.
package host
