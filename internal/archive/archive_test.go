package archive_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/archive"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fault.Cause(err))
	}
}

// now is when the tests read.
func now() time.Time { return time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) }

func berlin(t testing.TB) *time.Location {
	t.Helper()
	location, err := time.LoadLocation("Europe/Berlin")
	check(t, err)
	return location
}

// written makes a file.
func written(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	check(t, os.WriteFile(path, content, 0o600))
	return path
}

func gzipped(t testing.TB, text string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(text))
	check(t, errors.Join(err, w.Close()))
	return packed.Bytes()
}

// read reads files and returns their bans as words, and the report.
func read(t testing.TB, paths ...string) ([]string, *archive.Report) {
	t.Helper()
	bans, report := readBans(t, archive.Auto, paths...)
	return words(bans), report
}

func readBans(t testing.TB, format archive.Format, paths ...string) ([]ban.Ban, *archive.Report) {
	t.Helper()
	files, err := archive.Open(t.Context(), paths, archive.Options{Format: format, Location: berlin(t), Now: now()})
	check(t, err)
	var bans []ban.Ban
	report, err := files.Read(t.Context(), ban.NewPast(now(), func(b ban.Ban) error { bans = append(bans, b); return nil }))
	check(t, err)
	return bans, report
}

func words(bans []ban.Ban) []string {
	var list []string
	for _, b := range bans {
		list = append(list, fmt.Sprintf("%s %s %s %s %s", b.Jail, b.Address, stamp(b.BannedAt), stamp(b.EndedAt), b.EndedBy))
	}
	slices.Sort(list)
	return list
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("2006-01-02T15:04:05.999")
}

func skipped(report *archive.Report) map[string]int64 {
	n := make(map[string]int64)
	for _, s := range report.Skipped {
		n[s.Reason] = s.N
	}
	return n
}

const oldLog = `2026-11-23 07:50:30,001 fail2ban.server         [20285]: INFO    Starting Fail2ban v0.10.2
2026-11-23 07:50:31,100 fail2ban.filter         [20285]: INFO    [sshd] Found 203.0.113.7 - 2026-11-23 07:50:31
2026-11-23 07:50:33,988 fail2ban.actions        [20285]: NOTICE  [sshd] Ban 203.0.113.7
2026-11-23 07:51:33,100 fail2ban.actions        [20285]: NOTICE  [sshd] Unban 203.0.113.7
2026-11-23 08:00:00,000 fail2ban.actions        [20285]: NOTICE  [sshd] Ban 203.0.113.8
2026-11-23 08:00:00,100 fail2ban.observer       [20285]: NOTICE  [sshd] Increase Ban 203.0.113.8 (2 # 0:20:00 -> 2026-11-23 08:20:00)
2026-11-23 08:05:00,500 fail2ban.actions        [20285]: NOTICE  [sshd] Unban 203.0.113.8
2026-11-23 09:00:00,000 fail2ban.actions        [20285]: NOTICE  [web] Ban 2001:DB8::1
2026-11-23 09:10:00,000 fail2ban.server         [20285]: INFO    Shutdown in progress...
2026-11-23 09:10:00,500 fail2ban.actions        [20285]: NOTICE  [web] Unban 2001:DB8::1
2026-11-23 09:10:00,600 fail2ban.jail           [20285]: INFO    Jail 'web' stopped
2026-11-23 09:10:00,700 fail2ban.utils          [20285]: ERROR   7f -- exec: nft list
 continued [web] Ban 192.0.2.99
`

const newLog = `2026-11-23 09:20:00,000 fail2ban.server         [30]: INFO    Starting Fail2ban v1.1.1
2026-11-23 09:20:01,000 fail2ban.actions        [30]: NOTICE  [web] Restore Ban 2001:db8::1
2026-11-23 09:30:00,000 fail2ban.actions        [30]: NOTICE  [web] Repeal Ban 2001:db8::1
2026-11-23 09:40:00,000 fail2ban.actions        [30]: NOTICE  [web] Restore Ban 192.0.2.50
2026-11-23 09:41:00,000 fail2ban.actions        [30]: NOTICE  [web] Unban 192.0.2.50
2026-11-23 10:00:00,000 fail2ban.actions        [30]: NOTICE  [mail] Ban some user
`

func ofLogs() []string {
	return []string{
		"mail some user 2026-11-23T09:00:00 2026-11-23T09:00:00 unknown",
		"sshd 203.0.113.7 2026-11-23T06:50:33 2026-11-23T06:51:33.1 unknown",
		"sshd 203.0.113.8 2026-11-23T07:00:00 2026-11-23T07:05:00.5 unbanned",
		"web 192.0.2.50 - 2026-11-23T08:41:00 unknown",
		"web 2001:db8::1 2026-11-23T08:00:00 2026-11-23T08:30:00 repealed",
	}
}

// TestLogs reads rotated logs, one of them gzipped under a name that does not tell, given in the wrong order.
func TestLogs(t *testing.T) {
	old, recent := written(t, "fail2ban.log.1", gzipped(t, oldLog)), written(t, "fail2ban.log", []byte(newLog))
	bans, report := read(t, recent, old)
	if diff := cmp.Diff(ofLogs(), bans); diff != "" {
		t.Errorf("bans (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int64{"a restored ban whose beginning is in none of the files": 1}, skipped(report)); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	want := archive.Example{File: recent, Place: 4, Text: "2026-11-23 09:40:00,000 fail2ban.actions        [30]: NOTICE  [web] Restore Ban 192.0.2.50"}
	if diff := cmp.Diff(want, report.Skipped[0].Examples[0]); diff != "" {
		t.Errorf("example (-want +got):\n%s", diff)
	}
	if report.Read != 19 || report.Bans != 4 || stamp(report.First) != "2026-11-23T06:50:33" || stamp(report.Last) != "2026-11-23T09:00:00" {
		t.Errorf("report %+v", report)
	}
	again, _ := read(t, recent, old, written(t, "copy.log", []byte(oldLog)))
	if diff := cmp.Diff(ofLogs(), slices.Compact(again)); diff != "" {
		t.Errorf("with a file twice (-want +got):\n%s", diff)
	}
}

func TestSyslog(t *testing.T) {
	path := written(t, "messages", []byte("Nov 23 07:50:33 web sshd[1]: Invalid user\n"+
		"Nov 23 07:50:33 web fail2ban.actions[5]: NOTICE [sshd] Ban 203.0.113.7\r\n"+
		"2026-11-23T06:51:33.988+00:00 web fail2ban.actions[5]: NOTICE [sshd] Unban 203.0.113.7"))
	check(t, os.Chtimes(path, now(), now()))
	bans, _ := read(t, path)
	if diff := cmp.Diff([]string{"sshd 203.0.113.7 2026-11-23T06:50:33 2026-11-23T06:51:33.988 unknown"}, bans); diff != "" {
		t.Error(diff)
	}
}

// TestBadLogs has logs that are damaged, foreign, endless or made up: each gives a clear line, and the rest is done.
func TestBadLogs(t *testing.T) {
	packed := gzipped(t, strings.Repeat(oldLog, 500))
	banLine := func(at string) string { return at + " fail2ban.actions        [1]: NOTICE  [sshd] Ban 203.0.113.1\n" }
	tests := []struct {
		name    string
		content []byte
		bans    int
		skipped map[string]int64
		problem string
	}{
		{"cut gzip", packed[:len(packed)-10], -1, nil, "the packed file is damaged"},
		{"damaged gzip", append(slices.Clone(packed[:len(packed)/2]), make([]byte, 1000)...), -1, nil, "the packed file is damaged"},
		{"other times", []byte(newLog + banLine("23.11.2026 07:50:33")), -1, map[string]int64{"the time of a ban is in no form that is known": 1}, ""},
		{"future", []byte(newLog + banLine("2027-11-23 07:50:33,001")), -1, map[string]int64{"a ban in the future": 1}, ""},
		{"long ago", []byte(newLog + banLine("1970-11-23 07:50:33,001")), -1, map[string]int64{"a ban before the year 2000": 1}, ""},
		{"no time", []byte(newLog + "fail2ban.actions        [1]: NOTICE  [sshd] Ban 203.0.113.1\n"), -1, map[string]int64{"a ban without a time": 1}, ""},
		{
			"long line", []byte(newLog + "2026-11-23 07:50:33,988 fail2ban.actions [1]: NOTICE [sshd] Ban " + strings.Repeat("x", 1<<20) + "\n" + banLine("2026-11-23 11:00:00,000")),
			-1, map[string]int64{"a line is too long": 1}, "",
		},
		{"escapes and bad UTF-8", []byte(newLog + "2026-11-23 11:50:33,988 fail2ban.actions [1]: NOTICE [\x1b[31ms\xff] Ban <b>\u202e\n"), -1, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			good := written(t, "good.log", []byte(strings.ReplaceAll(newLog, "mail", "good")))
			bans, report := read(t, written(t, "bad.log", test.content), good)
			if !slices.ContainsFunc(bans, func(b string) bool { return strings.HasPrefix(b, "good some user") }) {
				t.Errorf("the rest was not done: %q", bans)
			}
			for reason, n := range test.skipped {
				if skipped(report)[reason] != n {
					t.Errorf("left out %v, want %d for %q", skipped(report), n, reason)
				}
			}
			if test.problem == "" && len(report.Problems) > 0 || test.problem != "" && (len(report.Problems) != 1 || !strings.Contains(report.Problems[0].Message, test.problem)) {
				t.Errorf("problems %+v, want %q", report.Problems, test.problem)
			}
			for _, b := range bans {
				if strings.ContainsAny(b, "\x1b\u202e\n") {
					t.Errorf("%q is not harmless", b)
				}
			}
		})
	}
}

func TestNothingToRead(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), "other.db")
	db, err := sql.Open("sqlite", foreign)
	check(t, err)
	_, err = db.Exec(`create table history_archive (jail text); create table notes (n integer)`)
	check(t, errors.Join(err, db.Close()))
	for _, test := range []struct{ name, path, want string }{
		{"not there", "/nowhere/x.log", "there is no such file"},
		{"directory", t.TempDir(), "no regular file"},
		{"device", "/dev/zero", "no regular file"},
		{"another log", written(t, "x", []byte("Nov 23 07:50:33 web sshd[1]: x\n")), "no line of it is in a form of fail2ban's log"},
		{"binary", written(t, "x", bytes.Repeat([]byte{0, 1, 2, 255}, 1<<20)), "no line of it is in a form of fail2ban's log"},
		{"xz", written(t, "x", []byte("\xfd7zXZ\x00rest")), "packed with xz"},
		{"no gzip at all", written(t, "x", []byte("\x1f\x8bnonsense")), "the packed file is damaged"},
		{"half a database", written(t, "x", []byte("SQLite format 3\x00nonsense")), "the database cannot be read"},
		{"a table without columns", foreign, "has no column ip"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := archive.Open(t.Context(), []string{test.path}, archive.Options{Format: archive.Auto, Location: time.UTC, Now: now()})
			if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	_, err = archive.Open(t.Context(), []string{"/nowhere/x", "/nowhere/y"}, archive.Options{Format: archive.Auto})
	if f, ok := errors.AsType[*fault.Fault](err); !ok || len(f.Fields) != 2 {
		t.Errorf("two files that are not there: %v", err)
	}
	log := written(t, "x", []byte(newLog))
	for _, format := range []archive.Format{archive.Table, archive.Database} {
		if _, err := archive.Open(t.Context(), []string{log}, archive.Options{Format: format}); !errors.Is(err, fault.Invalid) {
			t.Errorf("a log as %s: %v", format, err)
		}
	}
}

// TestPackedBomb has a small file that is endless when it is unpacked.
func TestPackedBomb(t *testing.T) {
	bomb := gzipped(t, newLog+strings.Repeat("x", 50<<20))
	var bans []ban.Ban
	past := ban.NewPast(now(), func(b ban.Ban) error { bans = append(bans, b); return nil })
	report, err := archive.ReadLog(t.Context(), bytes.NewReader(bomb), 10<<20, archive.Options{Location: time.UTC, Now: now()}, past)
	if !errors.Is(err, fault.Invalid) || report.Bans != 1 {
		t.Errorf("error %v after %+v", err, report)
	}
}

func TestReadStops(t *testing.T) {
	path := written(t, "x", []byte(strings.Repeat(oldLog, 1000)))
	files, err := archive.Open(t.Context(), []string{path}, archive.Options{Format: archive.Auto, Location: time.UTC, Now: now()})
	check(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := files.Read(ctx, ban.NewPast(now(), func(ban.Ban) error { return nil })); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
	full := errors.New("the disk is full")
	if _, err := files.Read(t.Context(), ban.NewPast(now(), func(ban.Ban) error { return full })); !errors.Is(err, full) {
		t.Errorf("when nothing can be stored: %v", err)
	}
}

func FuzzLog(f *testing.F) {
	f.Add([]byte(oldLog))
	f.Add([]byte(newLog))
	f.Add(gzipped(f, oldLog))
	f.Add([]byte("Nov 23 07:50:33 web fail2ban.actions[5]: NOTICE [sshd] Ban 203.0.113.7\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		past := ban.NewPast(now(), func(b ban.Ban) error { return sound(b) })
		_, err := archive.ReadLog(t.Context(), bytes.NewReader(content), 1<<20, archive.Options{Location: time.UTC, Now: now()}, past)
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		check(t, past.Close())
	})
}

// sound fails for a ban that cannot be stored as it is.
func sound(b ban.Ban) error {
	size := 0
	for _, line := range append(b.Evidence, b.Jail, b.Address) {
		size += len(line)
		if strings.ContainsAny(line, "\x1b\x00\n\u202e") {
			return fmt.Errorf("%q is not harmless", line)
		}
	}
	if b.EndedAt.IsZero() || b.EndedBy == "" || b.Failures < 0 || b.Count < 0 || len(b.Evidence) > host.MaxEvidenceLines {
		return fmt.Errorf("%+v", b)
	}
	return nil
}

func BenchmarkLog(b *testing.B) {
	content := []byte(strings.Repeat(oldLog, 1000))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		past := ban.NewPast(now(), func(ban.Ban) error { return nil })
		_, err := archive.ReadLog(b.Context(), bytes.NewReader(content), 1<<30, archive.Options{Location: time.UTC, Now: now()}, past)
		check(b, err)
	}
}
