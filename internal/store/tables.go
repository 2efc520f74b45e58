package store

import (
	"context"
	"slices"
	"strings"
)

// keptTables are the tables whose rows are what an installation is: they are in a backup and move to another database. Parents come
// before their children.
func keptTables() []string {
	return []string{
		"installation", "settings", "users", "audit", "hosts", "host_status", "bans", "ban_evidence", "ban_counts", "networks", "chores", "schedules", "runs",
		"run_lines", "host_probes", "allowances", "allowance_places", "allowed_names", "sightings", "drafts",
		"revisions", "revision_files", "blocklists", "blocklist_texts", "blocklist_revisions", "blocklist_chunks", "blocklist_imports",
		"blocklist_applied", "blocklist_hosts", "blocklist_dropped",
	}
}

// passingTables are the tables whose rows belong to running processes and must not come to life again elsewhere: somebody who was
// signed out or whose account was closed since would be signed in, a lock would name a process that is not there. The secrets are
// among them because the next server makes new ones: a backup in wrong hands lets nobody join the replicas, and a copy that runs
// beside the original is an installation of its own. Children come before their parents.
func passingTables() []string {
	return []string{"sessions", "rate_limits", "instance_lock", "replicas", "expected_bans", "secrets"}
}

// madeTables are the tables that the migrations fill themselves.
func madeTables() []string { return []string{"compatibility", versionTable} }

// derivedTables are the tables that the database itself keeps in step with others, by triggers: a copy of those brings them along.
func derivedTables() []string { return []string{"network_packs"} }

// ownTables are all that the newest migration leaves.
func ownTables() []string {
	return slices.Concat(keptTables(), passingTables(), madeTables(), derivedTables())
}

// table is one table as the database describes it.
type table struct {
	name    string
	columns []string
	// key are the columns of the primary key, in its order.
	key []string
	// numbered is true where the database gives out the numbers of the one column of the key.
	numbered bool
}

// column is one column as the database describes it. key is its place in the primary key, from 1, or 0.
type column struct {
	name     string
	key      int
	numbered bool
}

// describe reads what the columns of a table are; ok is false if there is no such table.
func (s *Store) describe(ctx context.Context, c conn, name string) (t table, ok bool, err error) {
	columns, err := s.engine.columns(ctx, c, name)
	if err != nil || len(columns) == 0 {
		return table{}, false, err
	}
	t = table{name: name}
	for place := 1; place <= len(columns); place++ {
		for _, one := range columns {
			if one.key == place {
				t.key = append(t.key, one.name)
				t.numbered = t.numbered || one.numbered
			}
		}
	}
	for _, one := range columns {
		t.columns = append(t.columns, one.name)
	}
	return t, true, nil
}

// existing leaves of the names those that the database has tables for: an older one has fewer.
func (s *Store) existing(ctx context.Context, c conn, names []string) ([]table, error) {
	var tables []table
	for _, name := range names {
		t, ok, err := s.describe(ctx, c, name)
		if err != nil {
			return nil, err
		}
		if ok {
			tables = append(tables, t)
		}
	}
	return tables, nil
}

// selectAll reads the columns of a table in the order of its key, which is the same in every database.
func (t table) selectAll(columns []string) string {
	return `select ` + quoted(columns) + ` from ` + quoted([]string{t.name}) + ` order by ` + quoted(t.key)
}

func quoted(names []string) string { return `"` + strings.Join(names, `", "`) + `"` }
