// Package allow looks after the allow-list: addresses, networks and names that are never banned, for a time or for good.
//
// Start with [Allowances]. An allowance is a wish; [Allowances.Tend] makes the ignore lists of all jails what they should be, again and
// again, because fail2ban forgets what was put there at run time when a jail is reloaded. What somebody else has put on a list is left
// alone: for each host, jail and address the [Store] keeps who did. What names stand for is asked by [Allowances.Resolve]. How a list is
// changed is left to package host, bans to package ban, and what else is protected to package protect.
package allow
