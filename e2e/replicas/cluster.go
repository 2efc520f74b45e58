package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"bangui/e2e/rig"
	"bangui/internal/sandbox"
)

// cluster is replicas on one database.
type cluster struct {
	*trial
	replicas []*rig.Replica
	// server and database are where their rows are; nil and empty with SQLite.
	server   *rig.Postgres
	database string
	// db is for the questions of the check itself.
	db *pgxpool.Pool
	// fail2ban is the machine's, which all replicas can reach; nil if there is none.
	fail2ban *sandbox.Server
}

// shape is what a cluster is made of. Its zero value is three replicas on the shared PostgreSQL, without fail2ban.
type shape struct {
	// n is how many replicas; zero means 3.
	n int
	// server is a PostgreSQL of the check's own; nil means the shared one.
	server *rig.Postgres
	// fail2ban starts one; besieged is one that was started already.
	fail2ban bool
	besieged *sandbox.Server
	// network puts each replica at a station of its own.
	network *rig.Network
	// binaries and flags are for single replicas, by their number.
	binaries map[int]string
	flags    map[int][]string
}

// hostName is what the machine with fail2ban is called.
const hostName = "box"

// databases makes the names of databases differ.
//
//nolint:gochecknoglobals // the shared server has one name space for all checks
var databases atomic.Int64

// cluster makes a database and starts replicas on it.
func (t *trial) cluster(s shape) *cluster {
	c := &cluster{trial: t, server: s.server, fail2ban: s.besieged}
	var err error
	if c.server == nil {
		c.server, err = t.server()
		t.must("start PostgreSQL", err)
	}
	c.database = fmt.Sprintf("check_%d", databases.Add(1))
	t.must("make a database", c.server.Database(t.ctx, c.database))
	c.connect()
	if s.fail2ban {
		c.fail2ban = t.startFail2ban()
	}
	if s.n == 0 {
		s.n = 3
	}
	for i := range s.n {
		c.add(s, i)
	}
	for _, r := range c.replicas {
		t.must("launch "+r.Name, r.Launch())
	}
	for _, r := range c.replicas {
		t.must("start "+r.Name, r.WaitReady(t.ctx))
	}
	return c
}

// startFail2ban starts a real fail2ban with two jails, in which one failure is enough.
func (t *trial) startFail2ban() *sandbox.Server {
	dir, err := t.rig.Sub("fail2ban")
	t.must("make a directory", err)
	f, err := sandbox.Start(t.ctx, sandbox.Options{Dir: dir, Action: sandbox.NoAction(), Jails: []sandbox.Jail{
		{Name: "ssh", Filter: sandbox.SSH(), MaxRetry: 1, BanTime: time.Hour},
		{Name: "web", Filter: sandbox.Web(), BanTime: time.Hour},
	}})
	t.must("start fail2ban", err)
	t.cleanup(func() { _ = f.Close() }) // it is killed
	return f
}

// connect opens the check's own way into the database; it comes back by itself after an outage.
func (c *cluster) connect() {
	config, err := pgxpool.ParseConfig(c.server.URL(c.database))
	c.must("read the URL", err)
	config.ConnConfig.DialFunc = c.server.Dial
	config.MaxConns = 4
	c.db, err = pgxpool.NewWithConfig(c.ctx, config)
	c.must("connect", err)
	c.cleanup(c.db.Close)
}

// names of the replicas.
const letters = "ABCDEFGH"

func (c *cluster) add(s shape, i int) {
	o := rig.ReplicaOptions{Binary: c.binary, Name: letters[i : i+1], Env: []string{
		"BANGUI_DATABASE_URL=" + c.server.URL(c.database), "BANGUI_SETUP_TOKEN=" + rig.SetupToken,
	}}
	if binary, ok := s.binaries[i]; ok {
		o.Binary = binary
	}
	if s.network != nil {
		o.At, o.Listen = s.network.Stations[i], s.network.Address(i)+":8080"
	} else {
		var err error
		o.Listen, err = c.ground.rig.FreeAddress()
		c.must("find a port", err)
	}
	o.Flags = []string{"--local-host", "off"}
	if c.fail2ban != nil {
		paths := c.fail2ban.Paths()
		o.Flags = []string{"--local-host", "on", "--host-name", hostName, "--fail2ban-socket", paths.Socket, "--fail2ban-config-dir", paths.Config}
	}
	o.Flags = append(o.Flags, s.flags[i]...)
	r, err := c.rig.Replica(o)
	c.must("prepare "+o.Name, err)
	c.replicas = append(c.replicas, r)
}

// browser is somebody who is not signed in.
func (c *cluster) browser() *rig.Browser { return &rig.Browser{Client: c.replicas[0].Client()} }

// setUp sets the installation up on the first replica and returns the administrator.
func (c *cluster) setUp() *rig.Browser {
	b := c.browser()
	c.must("set up", b.SetUp(c.ctx, c.replicas[0].Base))
	return b
}

// call is for what must succeed.
func (c *cluster) call(b *rig.Browser, r *rig.Replica, method, path string, body any) rig.Answer {
	answer, err := b.Call(c.ctx, r.Base, method, path, body)
	c.must("on "+r.Name, err)
	return answer
}

// ask is for what may be refused.
func (c *cluster) ask(b *rig.Browser, r *rig.Replica, method, path string, body any) rig.Answer {
	answer, err := b.Ask(c.ctx, r.Base, method, path, body)
	c.must(method+" "+path+" on "+r.Name, err)
	return answer
}

// answers fails unless the replica answers with the status.
func (c *cluster) answers(b *rig.Browser, r *rig.Replica, status int, method, path string) {
	if answer := c.ask(b, r, method, path, nil); answer.Status != status {
		c.failf("%s %s on %s: %s, want %d", method, path, r.Name, answer, status)
	}
}

// signedIn tells whether the replica knows who it is.
func (c *cluster) signedIn(b *rig.Browser, r *rig.Replica) bool {
	return c.ask(b, r, http.MethodGet, "/session", nil).Status == http.StatusOK
}

// one reads one value from the database.
func one[T any](c *cluster, query string, args ...any) T {
	value, err := ask[T](c.ctx, c, query, args...)
	c.must(query, err)
	return value
}

func ask[T any](ctx context.Context, c *cluster, query string, args ...any) (value T, err error) {
	return value, c.db.QueryRow(ctx, query, args...).Scan(&value)
}

// exec changes the database.
func (c *cluster) exec(statements string) {
	_, err := c.db.Exec(c.ctx, statements)
	c.must("prepare the database", err)
}

// named finds a replica by its ID, which has the number of its process: machine/pid/random.
func (c *cluster) named(id string) (*rig.Replica, int) {
	parts := strings.Split(id, "/")
	if len(parts) < 3 {
		c.failf("replica ID %q is not machine/pid/random", id)
	}
	for i, r := range c.replicas {
		if strconv.Itoa(r.Process().PID()) == parts[len(parts)-2] {
			return r, i
		}
	}
	c.failf("replica %s is none of ours", id)
	return nil, 0
}

// holder is the replica that holds the machine with fail2ban, once it is known to one that lives.
func (c *cluster) holder() (*rig.Replica, int) {
	var id string
	c.until(30*time.Second, "somebody to hold the host", func() (bool, string) {
		found, err := ask[string](c.ctx, c, `select coalesce(max(holder), '') from hosts where name = $1 and lease_until > now_ms()`, hostName)
		id = found
		return err == nil && found != "", fmt.Sprintf("holder %q, %v", found, err)
	})
	return c.named(id)
}

// others are all replicas but one.
func (c *cluster) others(than *rig.Replica) []*rig.Replica {
	var rest []*rig.Replica
	for _, r := range c.replicas {
		if r != than {
			rest = append(rest, r)
		}
	}
	return rest
}

// waitLinked waits until each replica that runs now exchanges messages with all others.
func (c *cluster) waitLinked(within time.Duration) time.Duration {
	return c.until(within, "all replicas to be linked", func() (bool, string) {
		pairs, err := ask[int](c.ctx, c, `
			select count(*)::int from replicas as a join replicas as b on a.id <> b.id and position('"' || b.id || '"' in a.linked) > 0
			where a.pid = any($1) and b.pid = any($1)`, c.processes())
		all, _ := ask[string](c.ctx, c, `select string_agg(id || ' ' || linked, ', ') from replicas`)
		n := len(c.replicas)
		return err == nil && pairs == n*(n-1), fmt.Sprintf("%d pairs are: %s", pairs, all)
	})
}

// restart starts a replica again that was killed.
func (c *cluster) restart(r *rig.Replica) { c.must("start "+r.Name+" again", r.Start(c.ctx)) }
