// Package app is the control plane: it starts the server in named stages and stops it in reverse.
//
// Start with [Run], and then read stages.go from top to bottom: it is the order in which things are made. Each stage has a file
// of its own. Package app never touches fail2ban itself: the way to the local one is handed to it in [Options].
package app
