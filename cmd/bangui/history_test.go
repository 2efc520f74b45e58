package main

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

const importedLog = `2026-03-23 07:50:33,988 fail2ban.actions        [20285]: NOTICE  [sshd] Ban 203.0.113.7
2026-03-23 07:51:33,100 fail2ban.actions        [20285]: NOTICE  [sshd] Unban 203.0.113.7
2026-03-23 08:00:00,000 fail2ban.actions        [20285]: NOTICE  [sshd] Ban 203.0.113.8
2026-03-23 08:00:01,000 fail2ban.actions        [20285]: NOTICE  [sshd] Unban 203.0.113.99
`

// importFiles makes a gzipped log, an archive and a file that is neither.
func importFiles(t *testing.T) (log, table, foreign string) {
	t.Helper()
	dir := t.TempDir()
	log, table, foreign = filepath.Join(dir, "fail2ban.log.2"), filepath.Join(dir, "old.db"), filepath.Join(dir, "notes.txt")
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(importedLog))
	err = errors.Join(err, w.Close(), os.WriteFile(log, packed.Bytes(), 0o600), os.WriteFile(foreign, []byte("Dear diary\n"), 0o600))
	db, opening := sql.Open("sqlite", table)
	if err = errors.Join(err, opening); err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`create table history_archive (jail text, ip text, timeofban integer, bancount integer, data text, action text);
		insert into history_archive values ('sshd', '203.0.113.7', 1774248632, 2, '{"matches": ["Failed password"], "failures": 5}', 'ban'),
			('sshd', '203.0.113.7', 1774248632, 2, '{}', 'flushed')`)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return log, table, foreign
}

// TestHistoryImport goes the way of an operator: while the server runs, by dry run, for real, again, and with the result in the browser.
func TestHistoryImport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	data, zone := "--data-dir="+dir, "--zone=Europe/Berlin"
	log, table, foreign := importFiles(t)
	runProgram(t, "history", "import", data, log).want(t, 78, "there is no installation here")
	server, link := serveFor(t, dir, "--fail2ban-socket="+filepath.Join(dir, "none.sock"))
	setUp(t, link)
	runProgram(t, "history", "import", data, zone, log).want(t, 78, "another BanGUI uses", fmt.Sprint(server.Process.Pid))
	runProgram(t, "history", "import", data, zone, "--dry-run", log, table).want(t, 0, "A dry run: nothing has been changed.", "2 new, 1 known and completed")
	stopServer(t, server)

	runProgram(t, "history", "import", data, "--zone=Mars/Olympus", log).want(t, 78, `there is no zone "Mars/Olympus"`)
	runProgram(t, "history", "import", data, "--host=a b", log).want(t, 78, "host_name")
	runProgram(t, "history", "import", data, "--format=tape", log).want(t, 64, "--format")
	runProgram(t, "history", "import", data, foreign).want(t, 78, foreign+": no line of it is in a form of fail2ban's log")
	runProgram(t, "history", "import", data, log+".gz").want(t, 78, "there is no such file")
	runProgram(t, "history", "import", data, log).want(t, 0, "Times in logs are read as the zone of this machine", "--zone")
	elsewhere := runProgram(t, "history", "import", data, zone, "--host=old.example", log, table, foreign)
	elsewhere.want(t, 1, "Times in logs are read as Europe/Berlin.", "3 bans from 2026-03-23T06:50:32Z to 2026-03-23T07:00:00Z", "host old.example: 2 new, 1 known and completed",
		"Left out 1: an action that is not known; such as", `old.db:2 "flushed"`, "Left out 1: the end of a ban whose beginning is in none of the files",
		"PROBLEM with "+foreign, "1 of 3 files could not be read to the end; the rest is done")
	said := runProgram(t, "history", "import", data, zone, "-o", "json", "--host=old.example", log, table)
	var outcome importOutcome
	if err := json.Unmarshal([]byte(said.stdout), &outcome); err != nil || said.code != 0 || outcome.Added != 0 || outcome.Completed != 0 || outcome.Known != 3 || outcome.Bans != 3 {
		t.Errorf("again: %v, %+v", err, said)
	}
	runProgram(t, "store", "check", data).want(t, 0, "is sound")

	imported(t, dir)
}

// imported looks into the database: the ban that the log and the archive tell of has the time and evidence of the one, and the end of the
// other.
func imported(t *testing.T, dir string) {
	t.Helper()
	db, err := store.OpenToRead(t.Context(), store.Options{Path: filepath.Join(dir, "bangui.db"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	page, err := db.List(t.Context(), ban.Query{Scope: ban.Scope{Host: "old.example"}, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range page.Bans {
		got = append(got, fmt.Sprint(b.Address, b.BannedAt.Format(" 15:04:05 "), b.EndedAt.Format("15:04:05.0 "), b.EndedBy, b.Evidence))
	}
	want := []string{"203.0.113.8 07:00:00 07:00:00.0 unknown[]", "203.0.113.7 06:50:32 06:51:33.1 unknown[Failed password]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	entries, err := db.AuditEntries(t.Context(), audit.Query{Action: "history.import", Host: "old.example", Limit: 10})
	if err != nil || len(entries) != 2 || entries[1].Actor.Name != operator().Name || entries[1].Detail != "3 files: 2 bans added, 1 completed" {
		t.Errorf("audit log: %v, %+v", err, entries)
	}
}

// TestHistoryImportOnPostgreSQL imports beside a server that runs.
func TestHistoryImportOnPostgreSQL(t *testing.T) {
	address := pgtest.URL(t)
	database, dir := "--database-url="+address, filepath.Join(t.TempDir(), "data")
	log, table, _ := importFiles(t)
	runProgram(t, "history", "import", database, log).want(t, 78, "there is no installation here")
	_, link := serveFor(t, dir, database, "--local-host=off")
	setUp(t, link)
	runProgram(t, "history", "import", database, "--zone=Europe/Berlin", "--dry-run", log, table).want(t, 0, "2 new, 1 known and completed")
	runProgram(t, "history", "import", database, "--zone=Europe/Berlin", "--host=web1", log, table).want(t, 0, "host web1: 2 new, 1 known and completed")
	runProgram(t, "history", "import", database, "--zone=Europe/Berlin", "--host=web1", log, table).want(t, 0, "host web1: 0 new, 0 known and completed, 3 known")
}
