// Package prefixset holds sets of IPv4 and IPv6 networks: many, small in memory, and in one order.
//
// Start with [Of], or with [Builder] for what comes one by one. A [Set] has networks that do not overlap, in the order of their addresses, IPv4
// first. So whatever compares two sets is one walk through both, and looking for one address is a binary search. A network that lies in
// another one of the same set is left out; neighbours are not joined before [Set.Joined], so that an entry stays what somebody wrote.
//
// Addresses of IPv4 that are written as IPv6 (::ffff:0:0/96, RFC 4291, 2.5.5.2) are addresses of IPv4 here: no such network is in the part of a set that
// has IPv6, whatever is done with it. A wider network such as ::/0 blocks IPv6 alone.
//
// Walks compare networks as prefixes and never count past the last address of one, so that the ends of the address space are nothing special.
package prefixset
