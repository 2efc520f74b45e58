// Package outbound is the one way to the outside: requests to servers that somebody has named, within bounds.
//
// Start with [Client.Get]. Where a request goes is checked when the connection is made, not when the name is looked up: so neither a name that answers
// now this and now that, nor a redirect, leads to a machine of our own network. Time, size, redirects and what a packed answer unpacks to are
// bounded. When to try again is the caller's business.
package outbound
