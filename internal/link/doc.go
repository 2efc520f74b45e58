// Package link joins the replicas of one installation: what happens at one is told to all, and a host that one of them holds can be
// asked by all.
//
// Start with [Open]. Messages go over NATS, the core of it only: nothing is stored on the way, a message that nobody hears is lost.
// Either each replica runs a server inside itself, and these join each other by routes (server.go), or all of them use a cluster that
// the operator runs (outside.go). Neither is trusted with anything: every message is sealed (seal.go) with a key that follows from a secret in
// the database, and carries the time of the shared clock.
//
// Because messages may be lost, nothing depends on them that could not be found in the database: events carry numbers, a gap makes
// browsers fetch anew (peers.go); an order that is not answered has an ID by which it can be repeated (orders.go), and a deadline after which nobody
// carries it out. The holder of a host serves it with [Node.Serve] (serve.go, verbs.go); everybody else asks through [Node.Host] (remote.go,
// call.go, watch.go).
package link
