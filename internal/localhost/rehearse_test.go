package localhost_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// sessionLine is a failure, or with a kind of its own another line of a session.
func sessionLine(at time.Time, pid int, text string) string {
	return fmt.Sprintf("%s host sshd[%d]: %s\n", at.UTC().Format("2006-01-02T15:04:05Z07:00"), pid, text)
}

func failed(at time.Time, pid int, addr string) string {
	return sessionLine(at, pid, "Failed password for x from "+addr+" port 22 ssh2")
}

// wholeLog rehearses until the end, and returns what was found and the pieces.
func wholeLog(t *testing.T, h *localhost.Host, order host.RehearseOrder) (present, changed []string, pieces []host.RehearsedPiece) {
	t.Helper()
	for {
		piece, err := h.Rehearse(t.Context(), order)
		check(t, err)
		for _, f := range piece.Failures {
			present = append(present, f.ID)
		}
		for _, f := range piece.ChangedFailures {
			changed = append(changed, f.ID)
		}
		pieces = append(pieces, piece)
		if order.Cursor = piece.Cursor; order.Cursor == "" || len(pieces) > 20 {
			return present, changed, pieces
		}
	}
}

func TestRehearse(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		files := bench()
		files["jail.local"] = "[ssh]\nmaxretry = 4\nfindtime = 1d 12h\nbantime = 1h\nbantime.increment = true\nbantime.multipliers = 1 2 4\nignoreip = 192.0.2.9 198.51.100.0/24\nignoreself = false\n"
		h, dir := openBench(t, version, files)
		now := time.Now().Add(-time.Hour).Truncate(time.Second)
		path := filepath.Join(dir, "auth.log")
		check(t, os.WriteFile(path, []byte(failed(now.Add(-10*24*time.Hour), 1, "192.0.2.1")+failed(now, 2, "192.0.2.2")+
			sessionLine(now, 3, "Connection from 192.0.2.3 port 1")+sessionLine(now, 3, "maximum authentication attempts exceeded")+
			failed(now, 4, "192.0.2.4")), 0o600))
		var packed bytes.Buffer
		packer := gzip.NewWriter(&packed)
		_, err := packer.Write([]byte(failed(now.Add(-2*time.Hour), 7, "192.0.2.7")))
		check(t, errors.Join(err, packer.Close()))
		check(t, os.WriteFile(path+".2.gz", packed.Bytes(), 0o600))
		check(t, os.WriteFile(path+".1", []byte(failed(now.Add(-time.Hour), 8, "192.0.2.8")), 0o600))
		check(t, os.WriteFile(path+".1.xz", []byte("x"), 0o600))
		check(t, os.WriteFile(path+".backup", []byte(failed(now, 8, "192.0.2.99")), 0o600))
		check(t, os.Chtimes(path+".2.gz", now, now.Add(-2*time.Hour)))
		check(t, os.Chtimes(path+".1", now, now.Add(-time.Hour)))

		draft := []host.FileChange{{Name: "jail.d/zz-x.local", Text: []byte("[ssh]\nmaxretry = 2\n")}, {Name: "filter.d/sessions.local", Text: []byte("[Definition]\nignoreregex = port 22\n")}}
		order := host.RehearseOrder{Jail: "ssh", Since: time.Now().Add(-7 * 24 * time.Hour), Draft: draft}
		present, changed, pieces := wholeLog(t, h, order)
		if diff := cmp.Diff([]string{"192.0.2.7", "192.0.2.8", "192.0.2.2", "192.0.2.3", "192.0.2.4"}, present); diff != "" {
			t.Errorf("present (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"192.0.2.3"}, changed); diff != "" {
			t.Errorf("changed (-want +got):\n%s", diff)
		}
		last := pieces[len(pieces)-1]
		want := host.Rules{
			MaxRetry: 4, FindTime: 36 * time.Hour, BanTime: time.Hour, Increment: host.Increment{Enabled: true, Multipliers: "1 2 4"},
			Ignore: []string{"192.0.2.9", "198.51.100.0/24"},
		}
		if diff := cmp.Diff(want, last.Present); diff != "" {
			t.Errorf("rules (-want +got):\n%s", diff)
		}
		if last.Changed.MaxRetry != 2 || last.Same || last.Done != last.Total || len(last.Left) != 1 || !strings.HasSuffix(last.Left[0], ".xz") {
			t.Errorf("last piece %+v", last)
		}
		order.Draft = draft[:1]
		if _, changed, pieces := wholeLog(t, h, order); !pieces[0].Same || changed != nil {
			t.Errorf("with the same expressions: %+v", pieces[0])
		}
	})
}

// TestRehearseInPieces goes over the end of a piece within a session.
func TestRehearseInPieces(t *testing.T) { //nolint:paralleltest // it has much to do
	h, dir := openBench(t, sandbox.Version{}, bench())
	now := time.Now().Add(-time.Hour).Truncate(time.Second)
	var text strings.Builder
	for i := range 20_000 - 1 {
		text.WriteString(sessionLine(now, 100_000+i, "nothing"))
	}
	text.WriteString(sessionLine(now, 7, "Connection from 192.0.2.3 port 1"))
	text.WriteString(sessionLine(now, 7, "maximum authentication attempts exceeded"))
	text.WriteString(failed(now, 8, "192.0.2.4"))
	check(t, os.WriteFile(filepath.Join(dir, "auth.log"), []byte(text.String()), 0o600))
	found, _, pieces := wholeLog(t, h, host.RehearseOrder{Jail: "ssh", Since: now.Add(-time.Hour)})
	if diff := cmp.Diff([]string{"192.0.2.3", "192.0.2.4"}, found); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(pieces) != 2 || pieces[0].Lines != 20_000 || pieces[1].Lines != 2 || pieces[0].Done >= pieces[0].Total {
		t.Errorf("%d pieces, the first of %d lines", len(pieces), pieces[0].Lines)
	}
}

// TestRehearseRotated rotates a log between two pieces of it.
func TestRehearseRotated(t *testing.T) {
	t.Parallel()
	now := time.Now().Add(-time.Hour).Truncate(time.Second)
	empty := func(t *testing.T, path string) {
		check(t, os.WriteFile(path, []byte(failed(now, 3, "192.0.2.3")), 0o600))
	}
	for name, test := range map[string]struct {
		rotate func(t *testing.T, path string)
		found  bool
	}{
		"renamed and made anew": {func(t *testing.T, path string) {
			check(t, os.Rename(path, path+".1"))
			empty(t, path)
		}, true},
		"copied and cut off": {func(t *testing.T, path string) {
			text, err := os.ReadFile(path)
			check(t, err)
			check(t, os.WriteFile(path+".1", text, 0o600))
			check(t, os.Chtimes(path+".1", now, now))
			empty(t, path)
		}, true},
		"cut off": {empty, false},
		"given away": {func(t *testing.T, path string) {
			check(t, os.Rename(path, filepath.Join(t.TempDir(), "x")))
			empty(t, path)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, dir := openBench(t, sandbox.Version{}, bench())
			path := filepath.Join(dir, "auth.log")
			long := strings.Repeat(sessionLine(now, 9, strings.Repeat("x", 64<<10)), 70) // more than a piece
			check(t, os.WriteFile(path, []byte(failed(now, 1, "192.0.2.1")+long+failed(now, 2, "192.0.2.2")), 0o600))
			order := host.RehearseOrder{Jail: "ssh", Since: now.Add(-time.Hour)}
			piece, err := h.Rehearse(t.Context(), order)
			check(t, err)
			if len(piece.Failures) != 1 || piece.Cursor == "" {
				t.Fatalf("first piece: %+v", piece)
			}
			test.rotate(t, path)
			order.Cursor = piece.Cursor
			if !test.found {
				if _, err := h.Rehearse(t.Context(), order); !errors.Is(err, fault.Conflict) {
					t.Errorf("%v, want %s", err, fault.Conflict)
				}
				return
			}
			found, _, _ := wholeLog(t, h, order)
			if diff := cmp.Diff([]string{"192.0.2.2", "192.0.2.3"}, found); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRehearseFromJournal(t *testing.T) {
	t.Parallel()
	h, dir := openBench(t, sandbox.Version{}, bench())
	now := time.Now().Add(-time.Hour)
	script := "#!/bin/sh\necho \"$@\" > " + dir + "/asked\ncat <<'END'\n" + fmt.Sprintf(
		`{"__CURSOR":"s=1;i=2","_HOSTNAME":"host","SYSLOG_IDENTIFIER":"sshd","_PID":"12","MESSAGE":"Failed password for x from 192.0.2.7 port 22 ssh2","__REALTIME_TIMESTAMP":"%d"}`,
		now.UnixMicro()) + "\nEND\n"
	check(t, os.WriteFile(filepath.Join(dir, "journalctl"), []byte(script), 0o700))
	since := now.Add(-24 * time.Hour)
	found, _, _ := wholeLog(t, h, host.RehearseOrder{Jail: "journal", Since: since})
	if diff := cmp.Diff([]string{"192.0.2.7"}, found); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	asked, err := os.ReadFile(filepath.Join(dir, "asked"))
	check(t, err)
	if !strings.Contains(string(asked), fmt.Sprintf("--since=@%d _SYSTEMD_UNIT=ssh.service + _COMM=sshd", since.Unix())) {
		t.Errorf("asked %s", asked)
	}
}

func TestRehearseRefuses(t *testing.T) {
	t.Parallel()
	h, dir := openBench(t, sandbox.Version{}, bench())
	path := filepath.Join(dir, "auth.log")
	since := time.Now().Add(-time.Hour)
	check(t, os.WriteFile(path, []byte("host foo: "+strings.Repeat("a", 50)+"\n"), 0o600))
	piece, err := h.Rehearse(t.Context(), host.RehearseOrder{Jail: "ssh", Since: since, Own: &host.Expressions{FailRegex: []string{`^\s*\S+ foo: (a+)+<HOST>$`}}})
	check(t, err)
	if piece.Refused == nil || piece.Refused.Index != 0 || piece.RefusedPresent {
		t.Errorf("not refused: %+v", piece)
	}
	tests := map[string]struct {
		order host.RehearseOrder
		kind  fault.Kind
	}{
		"unknown jail":  {host.RehearseOrder{Jail: "none", Since: since}, fault.NotFound},
		"other file":    {host.RehearseOrder{Jail: "ssh", Since: since, Cursor: "eyJmIjoiL2V0Yy9zaGFkb3cifQ"}, fault.Conflict},
		"no cursor":     {host.RehearseOrder{Jail: "ssh", Since: since, Cursor: "!"}, fault.Invalid},
		"too far back":  {host.RehearseOrder{Jail: "ssh", Since: since.AddDate(-1, 0, 0)}, fault.Invalid},
		"wrong setting": {host.RehearseOrder{Jail: "ssh", Since: since, Draft: []host.FileChange{{Name: "jail.local", Text: []byte("[ssh]\nbantime = __import__('os')\n")}}}, fault.Invalid},
		"draft of another file": {
			host.RehearseOrder{Jail: "ssh", Since: since, Cursor: "eyJmIjoiL2V0Yy9zaGFkb3cifQ", Draft: []host.FileChange{{Name: "jail.local", Text: []byte("[ssh]\nlogpath = /etc/shadow\n")}}},
			fault.Conflict,
		},
	}
	for name, test := range tests {
		if _, err := h.Rehearse(t.Context(), test.order); !errors.Is(err, test.kind) {
			t.Errorf("%s: %v, want %s", name, err, test.kind)
		}
	}
}
