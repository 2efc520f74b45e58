// Package box runs a foreign program on foreign input within bounds of time, memory and rights.
//
// Start with [Box]. Each run has a private directory with its files, an environment of its own, no rights beyond those of nobody if we are
// root, no network where that can be had, and a time after which it is killed with all that it started. What it needs it gets as files and
// as arguments that we make: text of a user is never an argument.
package box
