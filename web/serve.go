package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// site serves one built UI.
type site struct {
	files fs.FS
	page  page
}

// HandlerFor serves the UI in files. A path that is no file gets the page, which finds its own way; a missing asset is a 404.
func HandlerFor(files fs.FS, basePath string) (http.Handler, error) {
	p, err := readPage(files, basePath)
	if err != nil {
		return nil, err
	}
	return &site{files: files, page: p}, nil
}

// ServeHTTP answers GET and HEAD.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "this is a page: only GET and HEAD are possible", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	switch {
	case isAsset(name) && s.serveFile(w, r, name):
	case strings.HasPrefix(name, "assets/"):
		http.NotFound(w, r)
	default:
		s.page.serve(w, r)
	}
}

// isAsset leaves out the page, hidden files and what is only there compressed.
func isAsset(name string) bool {
	hidden := strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
	packed := strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
	return name != "" && name != "index.html" && !hidden && !packed && fs.ValidPath(name)
}

// variant is one stored form of a file.
type variant struct {
	encoding, suffix string
}

// serveFile answers with the smallest form of the file that the client takes; false if there is none at all.
func (s *site) serveFile(w http.ResponseWriter, r *http.Request, name string) bool {
	accepted := r.Header.Get("Accept-Encoding")
	for _, v := range []variant{{"br", ".br"}, {"gzip", ".gz"}, {"", ""}} {
		if v.encoding != "" && !accepts(accepted, v.encoding) {
			continue
		}
		if text, err := fs.ReadFile(s.files, name+v.suffix); err == nil {
			send(w, r, name, v.encoding, text)
			return true
		}
	}
	text, ok := s.unpacked(name)
	if ok {
		send(w, r, name, "", text)
	}
	return ok
}

// unpacked is for the rare client that takes no compressed form of a file of which no other is stored.
func (s *site) unpacked(name string) ([]byte, bool) {
	packed, err := fs.ReadFile(s.files, name+".gz")
	if err != nil {
		return nil, false
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, false
	}
	text, err := io.ReadAll(reader)
	return text, err == nil
}

func send(w http.ResponseWriter, r *http.Request, name, encoding string, text []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", cacheControl(name))
	h.Add("Vary", "Accept-Encoding")
	if strings.HasPrefix(name, "assets/") && path.Ext(name) != ".svg" {
		withoutPageHeaders(h)
	}
	if encoding == "" {
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(text))
		return
	}
	h.Set("Content-Encoding", encoding)
	h.Set("Content-Length", strconv.Itoa(len(text)))
	if r.Method != http.MethodHead {
		// A client that has gone away is no concern of ours.
		_, _ = w.Write(text)
	}
}

// withoutPageHeaders takes away what browsers heed for documents alone: half a kilobyte with each script of a first visit. A picture
// in SVG can be opened as a document.
func withoutPageHeaders(h http.Header) {
	for _, name := range []string{"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Referrer-Policy", "X-Frame-Options"} {
		h.Del(name)
	}
}

// cacheControl lets browsers keep assets, whose names change with their content, and ask again for the few other files.
func cacheControl(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

// contentType does not depend on the machine's tables for what we ship.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	case ".json", ".map":
		return "application/json"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}

// accepts tells whether the client takes the encoding. Source: RFC 9110, section 12.5.3.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			weight, _ := strings.CutPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
			q, err := strconv.ParseFloat(weight, 64)
			return err != nil || q > 0
		}
	}
	return false
}
