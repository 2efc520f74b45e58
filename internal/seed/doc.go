// Package seed makes up a history of bans to measure with: as many as one wants, skewed as real ones are.
//
// Start with [New] and [History.Bans]. Which jails there are stands in jail.go, what their log lines look like in evidence.go, where
// addresses come from in origin.go, and who comes back how often in attacker.go. The same options make the same history, as long as the
// country data is the same. Nothing is stored here, and nobody was banned.
package seed
