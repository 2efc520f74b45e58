package localhost_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/host"
	"bangui/internal/localhost"
)

// newDatabase makes a database as fail2ban does. Source: fail2ban/server/database.py.
func newDatabase(t *testing.T) (path string, db *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "fail2ban.sqlite3")
	db, err := sql.Open("sqlite", path)
	check(t, err)
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`pragma synchronous = off; pragma journal_mode = memory;
		create table bans(jail text not null, ip text, timeofban integer not null, bantime integer not null, bancount integer not null default 1, data json)`)
	check(t, err)
	return path, db
}

func insert(t *testing.T, db *sql.DB, at int64, ids ...string) {
	t.Helper()
	for _, id := range ids {
		_, err := db.Exec(`insert into bans(jail, ip, timeofban, bantime, bancount, data) values ('ssh', $1, $2, 600.5, 1, $3)`, id, at, []byte(`{"matches": []}`))
		check(t, err)
	}
}

func TestRows(t *testing.T) {
	now := time.Now().Unix()
	path, db := newDatabase(t)
	insert(t, db, now, "203.0.113.1", "203.0.113.2", "203.0.113.3")
	rows, err := localhost.ReadRows(path)
	check(t, err)
	defer rows.Close()
	expect := func(what string, want ...string) {
		t.Helper()
		events, err := rows.Events(t.Context(), 2)
		check(t, err)
		var got []string
		for _, e := range events {
			got = append(got, e.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	expect("first", "203.0.113.1", "203.0.113.2", "203.0.113.3")
	expect("nothing new")
	insert(t, db, now, "203.0.113.4")
	expect("appended", "203.0.113.4")
	remove := func(id string) {
		_, err := db.Exec(`delete from bans where ip = $1`, id)
		check(t, err)
	}
	remove("203.0.113.4")
	insert(t, db, now, "203.0.113.5")
	expect("the number of the newest row used again", "203.0.113.5")
	remove("203.0.113.5")
	expect("the newest row removed")
	insert(t, db, now, "203.0.113.6", "203.0.113.7", "203.0.113.8")
	expect("and used again", "203.0.113.6", "203.0.113.7", "203.0.113.8")
	rows.Forget()
	remove("203.0.113.8")
	insert(t, db, now, "203.0.113.9")
	expect("used again over a restart", "203.0.113.9")
	for i := range 9 {
		remove(fmt.Sprintf("203.0.113.%d", i+1))
	}
	expect("all removed")
	insert(t, db, now+1, "203.0.113.1")
	expect("after all were removed", "203.0.113.1")
}

// TestFirstContactTakesAll has bans that only the table of last bans still has, because they last longer than fail2ban's history: they
// come once, with their evidence, before all others.
func TestFirstContactTakesAll(t *testing.T) {
	path, db := newDatabase(t)
	_, err := db.Exec(`create table bips(ip text not null, jail text not null, timeofban integer not null, bantime integer not null,
		bancount integer not null default 1, data json, primary key(ip, jail))`)
	check(t, err)
	for i := range 5 {
		insert(t, db, 1000, fmt.Sprint("203.0.113.", i))
		_, err := db.Exec(`insert into bips(jail, ip, timeofban, bantime, bancount, data) values ('ssh', $1, 1000, 600.5, 1, '{}'), ('ssh', $2, 500, 604800, 3, $3)`,
			fmt.Sprint("203.0.113.", i), fmt.Sprint("198.51.100.", i), []byte(`{"matches": ["long ago"], "failures": 7}`))
		check(t, err)
	}
	rows, err := localhost.ReadRows(path)
	check(t, err)
	defer rows.Close()
	events, err := rows.Events(t.Context(), 2)
	check(t, err)
	var got []string
	for _, e := range events {
		got = append(got, fmt.Sprint(e.ID, " ", e.At.Unix(), " ", e.BanTime, " ", e.BanCount, e.Failures, e.Evidence))
	}
	var want []string
	for i := range 5 {
		want = append(want, fmt.Sprintf("198.51.100.%d 500 168h0m0s 3 7 [long ago]", i))
	}
	for i := range 5 {
		want = append(want, fmt.Sprintf("203.0.113.%d 1000 10m0.5s 1 0 []", i))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bans (-want +got):\n%s", diff)
	}
	rows.Forget()
	if events, err := rows.Events(t.Context(), 2); err != nil || len(events) > 0 {
		t.Errorf("again: %v, %+v", err, events)
	}
}

// TestLastBansAreLookedUpByAddress: with an index that has times, each would be compared with all bans of its second.
func TestLastBansAreLookedUpByAddress(t *testing.T) {
	_, db := newDatabase(t)
	_, err := db.Exec(`create table bips(ip text not null, jail text not null, timeofban integer not null, bantime integer not null,
		bancount integer not null default 1, data json, primary key(ip, jail));
		create index bans_jail_timeofban_ip on bans(jail, timeofban); create index bans_jail_ip on bans(jail, ip); create index bans_ip on bans(ip)`)
	check(t, err)
	rows, err := db.Query(`explain query plan `+localhost.OnlyLastQuery(), 0, 10)
	check(t, err)
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		check(t, rows.Scan(&id, &parent, &unused, &step))
		plan = append(plan, step)
	}
	check(t, rows.Err())
	if text := strings.Join(plan, "; "); !strings.Contains(text, "bans_jail_ip (jail=? AND ip=?)") {
		t.Errorf("the plan is: %s", text)
	}
}

// TestLockedDatabase reads while somebody writes: that is waited for, and nothing is lost.
func TestLockedDatabase(t *testing.T) {
	path, db := newDatabase(t)
	insert(t, db, time.Now().Unix(), "203.0.113.1")
	rows, err := localhost.ReadRows(path)
	check(t, err)
	defer rows.Close()
	_, err = db.Exec(`begin exclusive`)
	check(t, err)
	if events, err := rows.Events(t.Context(), 10); err == nil {
		t.Fatalf("read %v from a locked database", events)
	}
	_, err = db.Exec(`commit`)
	check(t, err)
	events, err := rows.Events(t.Context(), 10)
	check(t, err)
	if len(events) != 1 || events[0].ID != "203.0.113.1" {
		t.Errorf("events %+v", events)
	}
}

// TestRowsOfLongLines reads bans whose lines are too long to be read in full.
func TestRowsOfLongLines(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	path, db := newDatabase(t)
	for id, data := range map[string]string{
		"203.0.113.1": `{"matches": ["first", "last ` + long + `"], "failures": 5}`,
		"203.0.113.2": `{"matches": ["` + long,
		"203.0.113.3": `{"matches": "` + long + `", "failures": 7}`,
	} {
		_, err := db.Exec(`insert into bans(jail, ip, timeofban, bantime, data) values ('ssh', $1, 1, 600, $2)`, id, []byte(data))
		check(t, err)
	}
	rows, err := localhost.ReadRows(path)
	check(t, err)
	defer rows.Close()
	events, err := rows.Events(t.Context(), 2)
	check(t, err)
	failures := make(map[string]int)
	for _, e := range events {
		failures[e.ID] = e.Failures
		if e.ID == "203.0.113.1" && (len(e.Evidence) != 1 || !strings.HasPrefix(e.Evidence[0], "last xxx") || len(e.Evidence[0]) != host.MaxEvidenceBytes ||
			!strings.HasSuffix(e.Evidence[0], "…")) {
			t.Errorf("evidence %.100q", e.Evidence)
		}
	}
	if diff := cmp.Diff(map[string]int{"203.0.113.1": 5, "203.0.113.2": 0, "203.0.113.3": 7}, failures); diff != "" {
		t.Error(diff)
	}
}
