// Package jail looks after jails: how they are, starting and stopping them, and changing what can be changed while they run.
//
// Start with [Jails]. Every order is in the audit log, done or not. What must last longer than the next reload belongs into the
// configuration, which is not looked after here.
package jail
