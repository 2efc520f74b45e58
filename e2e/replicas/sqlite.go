package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver for the check's own look into the file

	"bangui/e2e/rig"
	"bangui/internal/sandbox"
)

// alone prepares one server on a SQLite file, not started.
func (t *trial) alone(name string, fail2ban bool, flags ...string) *cluster {
	if !fail2ban {
		return t.aloneWith(name, nil, flags...)
	}
	return t.aloneWith(name, t.startFail2ban(), flags...)
}

// aloneWith is alone with this fail2ban; nil is none.
func (t *trial) aloneWith(name string, fail2ban *sandbox.Server, flags ...string) *cluster {
	c := &cluster{trial: t, fail2ban: fail2ban}
	if fail2ban != nil {
		paths := c.fail2ban.Paths()
		flags = append(flags, "--fail2ban-socket", paths.Socket, "--fail2ban-config-dir", paths.Config)
	} else {
		flags = append(flags, "--local-host", "off")
	}
	listen, err := t.ground.rig.FreeAddress()
	t.must("find a port", err)
	r, err := t.rig.Replica(rig.ReplicaOptions{
		Binary: t.binary, Name: name, Listen: listen, Flags: flags, Env: []string{"BANGUI_SETUP_TOKEN=" + rig.SetupToken},
	})
	t.must("prepare "+name, err)
	c.replicas = []*rig.Replica{r}
	return c
}

// sqliteFile is the database of a server.
func sqliteFile(r *rig.Replica) string { return filepath.Join(r.Data, "bangui.db") }

// inFile does something with the file of a server, beside it.
func (t *trial) inFile(r *rig.Replica, do func(context.Context, *sql.DB) error) {
	db, err := sql.Open("sqlite", "file:"+sqliteFile(r)+"?_pragma=busy_timeout(10000)")
	t.must("open the file", err)
	defer db.Close()
	t.must("look into the file", do(t.ctx, db))
}

// killedSQLite kills the server again and again while orders are written.
func killedSQLite(t *trial) string {
	c := t.alone("A", true)
	r := c.replicas[0]
	c.must("start", r.Start(c.ctx))
	admin := c.setUp()
	wanted, kills := t.pick(300, 1000), 0
	all := &writers{statuses: map[int]int{}}
	for len(all.requests) < wanted {
		w := c.startWriters(6, admin, time.Millisecond, c.mixedOrder)
		goal := 10 + 9*(kills%7)
		c.until(60*time.Second, "orders to be acknowledged", func() (bool, string) {
			return w.acknowledged() >= goal && w.banned() > 0, fmt.Sprintf("%d are, %d of them bans", w.acknowledged(), w.banned())
		})
		r.Kill()
		kills++
		w.end()
		all.bans, all.requests = append(all.bans, w.bans...), append(all.requests, w.requests...)
		c.checkFile(r)
		c.restart(r)
	}
	c.checkInFile(r, all)
	return fmt.Sprintf("%d kills, %d acknowledged orders (%d bans): each is there with its audit entry, and `bangui store check` found the file intact after each kill",
		kills, len(all.requests), len(all.bans))
}

// checkFile lets the program itself look whether the file is whole.
func (t *trial) checkFile(r *rig.Replica) {
	if code, said := t.program("", []string{"BANGUI_DATA_DIR=" + r.Data}, "store", "check"); code != 0 {
		t.failf("bangui store check ended with %d: %s", code, said)
	}
}

// checkInFile fails unless all that was acknowledged is in the file.
func (t *trial) checkInFile(r *rig.Replica, w *writers) {
	t.inFile(r, func(ctx context.Context, db *sql.DB) error {
		for _, question := range []struct {
			query string
			all   []string
		}{
			{`select count(*) from audit where request_id = ?`, w.requests},
			{`select count(*) from bans where address = ?`, w.bans},
		} {
			for _, one := range question.all {
				var n int
				if err := db.QueryRowContext(ctx, question.query, one).Scan(&n); err != nil {
					return err
				}
				if n != 1 {
					return fmt.Errorf("%s: %d rows for %s, want 1", question.query, n, one)
				}
			}
		}
		return nil
	})
}

// oneOnSQLite tries everything that could bring a second process onto one file.
func oneOnSQLite(t *trial) string {
	c := t.alone("A", false)
	r := c.replicas[0]
	c.must("start", r.Start(c.ctx))
	c.setUp()
	c.refuseSecond(r)
	r.Kill()
	took := c.takeOverStale(r)
	stolen := c.steal(r)
	c.refuseLive(r)
	return fmt.Sprintf("a second process ended with 78 and named the first; the row of a dead machine was taken over within %.1f s; a process whose row was taken ended with 78 after %.1f s; beside a row that beats, start was refused with 78",
		took.Seconds(), stolen.Seconds())
}

// refuseSecond starts a second process: on the same directory, and on the same file with another directory.
func (c *cluster) refuseSecond(r *rig.Replica) {
	other, err := c.rig.Sub("second")
	c.must("make a directory", err)
	for _, environ := range [][]string{
		{"BANGUI_DATA_DIR=" + r.Data},
		{"BANGUI_DATA_DIR=" + other, "BANGUI_DATABASE_URL=sqlite:" + sqliteFile(r)},
	} {
		code, said := c.program("", append(environ, "BANGUI_LISTEN=127.0.0.1:0"), "serve")
		c.mustRefuse(code, said, fmt.Sprint(r.Process().PID()), machine(), "PostgreSQL")
	}
}

// machine is what this machine is called in messages.
func machine() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// mustRefuse fails unless the program ended with 78 and its message has all parts.
func (t *trial) mustRefuse(code int, said string, parts ...string) {
	if code != 78 {
		t.failf("exit code %d, want 78: %s", code, said)
	}
	for _, part := range parts {
		if !strings.Contains(said, part) {
			t.failf("the message does not name %q: %s", part, said)
		}
	}
}

// setRow makes the lock's row belong to a process of another machine that beat so long ago.
func (t *trial) setRow(r *rig.Replica, ago time.Duration) {
	t.inFile(r, func(ctx context.Context, db *sql.DB) error {
		at := time.Now().Add(-ago).UnixMilli()
		_, err := db.ExecContext(ctx, `
			insert into instance_lock (id, holder, machine, pid, since, beat_at) values (1, 'another-kernel/X', 'another-machine', 4711, ?1, ?1)
			on conflict (id) do update set holder = excluded.holder, machine = excluded.machine, pid = excluded.pid, beat_at = excluded.beat_at`, at)
		return err
	})
}

// takeOverStale starts beside the row of a machine that has been dead for longer than a row counts.
func (c *cluster) takeOverStale(r *rig.Replica) time.Duration {
	c.setRow(r, 2*time.Minute)
	began := time.Now()
	c.restart(r)
	return time.Since(began)
}

// steal takes the row from under a running process, which must end with a clear word.
func (c *cluster) steal(r *rig.Replica) time.Duration {
	c.setRow(r, 0)
	began := time.Now()
	code, ended := r.Process().Wait(30 * time.Second)
	if !ended {
		c.failf("the process goes on 30 s after another one took its row")
	}
	c.mustRefuse(code, r.Process().Tail(10), "taken")
	return time.Since(began)
}

// refuseLive starts beside a row that somebody on another machine keeps fresh.
func (c *cluster) refuseLive(r *rig.Replica) {
	c.setRow(r, 0)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Second):
				c.setRow(r, 0)
			}
		}
	}()
	code, said := c.program("", []string{"BANGUI_DATA_DIR=" + r.Data, "BANGUI_LISTEN=127.0.0.1:0"}, "serve")
	close(stop)
	<-done
	c.mustRefuse(code, said, "4711", "another-machine")
}
