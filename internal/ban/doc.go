// Package ban looks after bans: making and lifting them safely, what is in force, and their history.
//
// Start with [Bans], which takes orders from people, and [Follower], which takes what fail2ban did by itself into the history.
// Both write to the [Store] and tell browsers through the event bus. How fail2ban is told is left to package host, who may do it
// to the callers.
package ban
