package web

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/http"
)

// The places in index.html that are filled in for each request.
const (
	noncePlace = "{{nonce}}"
	basePlace  = "{{base}}"
)

// page is index.html: the only file that differs from request to request, by its nonce.
type page struct {
	text []byte
}

// readPage takes index.html, or default.html if the UI has not been built.
func readPage(files fs.FS, basePath string) (page, error) {
	text, err := fs.ReadFile(files, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		text, err = built.ReadFile("default.html")
	}
	if err != nil {
		return page{}, fmt.Errorf("read the UI: %w", err)
	}
	base := html.EscapeString(basePath + "/")
	return page{text: bytes.ReplaceAll(text, []byte(basePlace), []byte(base))}, nil
}

func (p page) serve(w http.ResponseWriter, r *http.Request) {
	nonce := rand.Text()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", policy(nonce))
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return
	}
	// A client that has gone away is no concern of ours.
	_, _ = w.Write(bytes.ReplaceAll(p.text, []byte(noncePlace), []byte(nonce)))
}

// policy lets the page load what is ours and nothing else. The nonce is for the styles that the editor makes; base-uri is for
// the base element that we write ourselves.
func policy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
}
