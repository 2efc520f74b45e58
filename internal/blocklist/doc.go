// Package blocklist looks after lists of networks that are to be blocked: where they come from, what they hold, and what of them is in force
// on which host.
//
// Start with [Blocklists]. A list has [Settings], which people choose, and a [State], which its imports make. An import fetches, reads, compares and
// stores, see import.go; what it has stored is wished for, and [Blocklists.Converge] makes the kernels of the hosts do that, again and again.
// Reading foreign lists is left to package listformat, what a kernel is told to the homes of [host.Enforcer].
package blocklist
