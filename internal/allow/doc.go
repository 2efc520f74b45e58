// Package allow looks after allowances: addresses and networks that jails ignore for a time.
//
// Start with [Allowances]. An allowance is a wish; [Allowances.Tend] makes the ignore lists of all jails what they should be, again and
// again, because fail2ban forgets what was put there at run time when a jail is reloaded. What somebody else has put on a list is left
// alone: for each host, jail and address the [Store] keeps who did. How a list is changed is left to package host, bans to package ban.
package allow
