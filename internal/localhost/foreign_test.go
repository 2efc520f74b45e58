package localhost_test

import (
	"strings"
	"testing"

	"bangui/internal/host"
	"bangui/internal/localhost"
)

func TestCursorsOfOthers(t *testing.T) {
	for _, text := range []host.Cursor{`{"v":99}`, `[]`, `x`, host.Cursor(strings.Repeat(" ", 200_000))} {
		if _, err := localhost.NormalCursor(text); err == nil {
			t.Errorf("%.20q was taken", text)
		}
	}
}

// TestFullCursor reads cursors again that have all they have room for.
func TestFullCursor(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"198.51.100.", strings.Repeat("x", 60), strings.Repeat("<", 60), strings.Repeat("\x01", 300)} {
		full := localhost.FullCursor("sshd", name)
		if _, err := localhost.NormalCursor(full); err != nil {
			t.Errorf("names like %.12q: a cursor of %d bytes: %v", name, len(full), err)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(`{"v":1,"db":"/x","rows":{"id":5,"jail":"a","ip":"b","at":7,"seen":[1,2]},"log":"/y","log_at":{"dev":1,"ino":2,"off":3,"head":4,"sum":5}}`)
	f.Fuzz(func(t *testing.T, text string) {
		once, err := localhost.NormalCursor(host.Cursor(text))
		if err != nil {
			return
		}
		twice, err := localhost.NormalCursor(once)
		if err != nil || once != twice {
			t.Errorf("%s was written again as %s, %v", once, twice, err)
		}
	})
}
