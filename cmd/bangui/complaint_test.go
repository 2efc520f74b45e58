package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWhereTheDocumentationIs(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "deployment.md"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	const other = "https://example.org/docs, section \"A\""
	for _, c := range []struct{ readMore, want string }{
		{`docs/guide/deployment.md, section "One, or several"`, dir + `/deployment.md, section "One, or several"`},
		{`docs/guide/store.md, section "Restore"`, `docs/guide/store.md, section "Restore"`},
		{other, other},
	} {
		if got := installed(c.readMore, dir); got != c.want {
			t.Errorf("%s: got %s, want %s", c.readMore, got, c.want)
		}
	}
}
