// Package protect says which networks must never be blocked, as far as the control plane knows, and why.
//
// Start with [Set]. It asks the [Store] each time and remembers nothing, so that all replicas agree. What a host knows itself, such as its own
// addresses and its gateway, is left to the host.
package protect
