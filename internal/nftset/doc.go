// Package nftset blocks sources of packets in the kernel: it looks after one table of nftables that is ours alone, and after nothing else.
//
// Start with [Open]. [Table.Load] makes the kernel block what a [Plan] says; [Table.Look] tells cheaply what is there, [Table.Verify] by
// reading every element, and [Table.Watch] when somebody else changed it. [Table.Remove] takes all of it away. What Load returns is to be kept:
// it is how the next Load knows what it need not do, and how [Loaded.Differs] finds what somebody else changed.
//
// The table, as `nft list table inet bangui` shows it, has per list hash sets of single addresses and interval sets of networks for both
// families, a counter, and rules in one chain that the hooks input and forward jump to, before those of fail2ban. The sets of the sources that are let through
// come first and `return`: all other tables, such as the operator's own firewall, are still asked.
//
// Lists are exchanged by filling new sets that no rule refers to, in transactions of bounded size, then exchanging the rules in one transaction, and
// deleting the old sets only after that. A packet sees the old rules or the new ones, and each of them whole. How the kernel is spoken to is in conn.go,
// message.go and batch.go. Where networks come from, and which of them must not be blocked, is left to others.
package nftset
