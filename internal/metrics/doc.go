// Package metrics counts what happens in this process and tells it to Prometheus.
//
// Start with [New]. Whoever has something to count calls a method of [Metrics], none of which blocks or fails; on a nil *Metrics they
// do nothing, so that tests and tools need none. Figures that somebody else has already are asked for when Prometheus comes: see the
// methods that begin with Watch. This is the only package that knows the client library.
//
// The number of series stays small: labels hold routes of the table, names of tasks, hosts and jails, and words from closed lists. No
// label ever holds an address of anybody.
package metrics
