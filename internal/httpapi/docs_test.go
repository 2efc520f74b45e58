package httpapi_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestDocsShowEveryRoute(t *testing.T) {
	w := newReadyWorld(t, nil)
	res, _ := w.call(http.MethodGet, "/api/v1/docs", "", "")
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for _, op := range operations(t) {
		if !strings.Contains(page, op.Method+" "+op.Path+"<") {
			t.Errorf("the page lacks %s %s", op.Method, op.Path)
		}
	}
	nonce := regexp.MustCompile(`nonce="(\w+)"`).FindStringSubmatch(page)
	if nonce == nil || !strings.Contains(res.Header.Get("Content-Security-Policy"), "'nonce-"+nonce[1]+"'") {
		t.Errorf("policy %q does not allow the style of the page", res.Header.Get("Content-Security-Policy"))
	}
	for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `id="`+link[1]+`"`) {
			t.Errorf("a link to %s leads nowhere", link[1])
		}
	}
	if strings.Contains(page, "://") || strings.Contains(page, "<script") {
		t.Error("the page has a script or a link to elsewhere")
	}
}
