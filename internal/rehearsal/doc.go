// Package rehearsal tells whom a jail would have banned in the last days of its log, with its settings as they are and as they are to be.
//
// Start with [Rehearsals]. A host reads its log piece by piece and tells the failures in it; [Simulate] counts them as fail2ban does. It is no
// replay: what programs decide and what other jails do is not known, and neither is which lines a ban would have prevented.
package rehearsal
