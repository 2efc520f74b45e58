// Package listformat reads lists of addresses and networks that others publish.
//
// Start with [Read], which reads a list from its first byte to its last and returns the set of its networks, with a [Report] of what was dropped and
// why; and with [Sniff], which looks at the beginning alone. Where the entries stand is the matter of a [Format]. What an entry is is the same in
// all formats: an address, a network, or a range of addresses from first to last. Anything that is not plainly one is dropped and counted, never
// guessed at: an address with leading zeros may be meant octally, a host name may be another host tomorrow, and a port belongs to something else.
//
// The bytes are foreign. Memory is bounded by the longest line and by the set that is made; time by the limits of bytes and entries, and by the
// context. What is no list at all, such as a page of HTML, is refused as a whole, and so is a list that is damaged or cut off where that can be seen:
// the part of a list that came before the damage is not a list. Nothing here knows which networks must not be blocked: see [prefixset.Set.Minus].
package listformat
