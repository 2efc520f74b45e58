// Package web holds the built UI and serves it.
//
// The pattern of the embed directive takes default.html, which is always there, and the directory dist, which is there once
// the UI has been built: so the binary builds without Node, and then says so in the browser.
package web

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed all:d*
var built embed.FS

// Handler serves the UI that was built into the binary under the base path, which is empty or begins with a slash.
func Handler(basePath string) (http.Handler, error) {
	return HandlerFor(Files(), basePath)
}

// Files returns the built UI; it has no index.html if there is none.
func Files() fs.FS {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		return built
	}
	return dist
}
