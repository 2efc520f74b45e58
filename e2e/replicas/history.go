package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"bangui/e2e/rig"
	"bangui/internal/sandbox"
)

// siege is a real fail2ban under attack, and beside it one server that is killed and started again.
type siege struct {
	*cluster
	server *rig.Replica
	admin  *rig.Browser
	// told is what fail2ban's action wrote about its bans: the truth.
	told *actionLog
	// hands lets one hand at a time do something to fail2ban.
	hands sync.Mutex

	mu sync.Mutex
	// away is set while the server does not run, since killed.
	away   bool
	killed time.Time
	// lifted are the orders to unban that were given by hand.
	lifted []liftedByHand
	// restarts are when fail2ban or a jail was stopped and started.
	restarts []period
	// gone are pieces of fail2ban's log that were deleted before the server could read them.
	gone []goneLog
	// attacks, rotations and byAPI count what was done; trouble is what a helper could not do.
	attacks, rotations, byAPI int
	trouble                   error

	helpers sync.WaitGroup
}

// period is a time from one moment to another.
type period struct{ from, to time.Time }

func (p period) has(at time.Time) bool { return !at.Before(p.from) && !at.After(p.to) }

// near is has, with the tolerance of ends.
func (p period) near(at time.Time) bool {
	return period{p.from.Add(-endWithin), p.to.Add(endWithin)}.has(at)
}

// liftedByHand is an order to unban; an empty jail means all.
type liftedByHand struct {
	jail, address string
	during        period
}

// covers tells whether the order is about the jail and address of a ban.
func (l liftedByHand) covers(b toldBan) bool {
	return (l.jail == "" || l.jail == b.jail) && l.address == b.address
}

// goneLog is a deleted piece of fail2ban's log; back is when the server was there again.
type goneLog struct {
	period
	back time.Time
}

// spell is a time that the server is up, and then one that it is away; something may be done in the middle of both.
type spell struct {
	up, down           time.Duration
	whileUp, whileAway func(*siege)
}

// besiegedSQLite and besiegedPostgres do the same with the two databases.
func besiegedSQLite(t *trial) string {
	f := t.startBesieged()
	c := t.aloneWith("A", f)
	c.must("start", c.replicas[0].Start(c.ctx))
	return c.besiege([]string{"BANGUI_DATA_DIR=" + c.replicas[0].Data})
}

func besiegedPostgres(t *trial) string {
	c := t.cluster(shape{n: 1, besieged: t.startBesieged()})
	return c.besiege([]string{"BANGUI_DATABASE_URL=" + c.server.URL(c.database)})
}

// startBesieged starts a fail2ban whose bans are short.
func (t *trial) startBesieged() *sandbox.Server {
	dir, err := t.rig.Sub("fail2ban")
	t.must("make a directory", err)
	version, err := t.chosenVersion()
	t.must("choose a fail2ban", err)
	f, err := sandbox.Start(t.ctx, sandbox.Options{Dir: dir, Version: version, Action: witnessAction(), Jails: []sandbox.Jail{
		{Name: "ssh", Filter: sandbox.SSH(), MaxRetry: 1, BanTime: 8 * time.Second},
		{Name: "web", Filter: sandbox.Web(), MaxRetry: 2, BanTime: 20 * time.Second},
		{Name: "mail", Filter: sandbox.Mail(), MaxRetry: 1, BanTime: 5 * time.Second,
			Lines: []string{"bantime.increment = true", "bantime.maxtime = 60"}},
		{Name: "app", Filter: sandbox.App(), MaxRetry: 3, BanTime: 90 * time.Second},
	}})
	t.must("start fail2ban", err)
	t.cleanup(func() { _ = f.Close() }) // it is killed
	return f
}

// besiege does all that, and compares what the history has with what the action wrote. environ leads `bangui store check` to the store.
func (c *cluster) besiege(environ []string) string {
	s := &siege{cluster: c, server: c.replicas[0], admin: c.setUp()}
	s.told = &actionLog{path: c.fail2ban.Paths().Actions, interrupted: s.interrupted}
	c.cleanup(s.keepLogs)
	c.until(30*time.Second, "the first look at fail2ban", s.reachable)
	began := time.Now()
	end := s.startLoad()
	for _, one := range s.spells() {
		s.endure(one)
	}
	end()
	took := time.Since(began)
	first := s.settled("at the end")
	s.server.Kill()
	c.restart(s.server)
	s.resumed()
	second := s.settled("after another kill")
	if second.kept-first.kept != second.told-first.told { // fail2ban may have been behind
		c.failf("the history changed though nothing happened: %+v, then %+v", first, second)
	}
	s.checkCounts(second)
	c.must("stop", s.server.Stop())
	if code, said := c.program("", environ, "store", "check"); code != 0 {
		c.failf("bangui store check ended with %d: %s", code, said)
	}
	return s.figure(second, took)
}

// interrupted tells whether a ban ended because fail2ban or its jail was stopped, and nobody lifted it then.
func (s *siege) interrupted(b toldBan) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reloading(b.endedAt) &&
		!slices.ContainsFunc(s.lifted, func(l liftedByHand) bool { return l.covers(b) && l.during.near(b.endedAt) })
}

// reachable tells whether the server has fail2ban.
func (s *siege) reachable() (bool, string) {
	answer := s.ask(s.admin, s.server, http.MethodGet, "/bans/active", nil)
	hosts := s.ask(s.admin, s.server, http.MethodGet, "/hosts", nil)
	return answer.Status == http.StatusOK && strings.Contains(string(hosts.Body), `"reachable":true`), hosts.String()
}

// resumed waits until a new process looks after the machine: on PostgreSQL the one that was killed holds it for a while.
func (s *siege) resumed() {
	if s.database == "" {
		return
	}
	s.until(2*takeOverWithin, "the new process to hold the host", func() (bool, string) {
		id, err := ask[string](s.ctx, s.cluster, `select holder from hosts where name = $1`, hostName)
		return err == nil && strings.Contains(id, fmt.Sprintf("/%d/", s.server.Process().PID())), id
	})
}

// spells are what happens to the server.
func (s *siege) spells() []spell {
	const second = time.Second
	if s.quick && s.database != "" { // a process that was killed holds its host for twelve seconds
		return []spell{
			{up: 3 * second, down: 13 * second, whileAway: (*siege).restartFail2ban},
			{up: second / 2, down: 10 * second},
			{up: 3 * second, whileUp: (*siege).reloadFail2ban},
		}
	}
	if s.quick {
		return []spell{
			{up: 4 * second, down: 3 * second},
			{up: 3 * second, down: 20 * second, whileAway: (*siege).restartFail2ban},
			{up: second / 4, down: second}, // killed while it catches up
			{up: 6 * second, down: second, whileUp: (*siege).reloadFail2ban},
			{up: second},
		}
	}
	return []spell{
		{up: 20 * second, down: 3 * second},
		{up: 20 * second, down: 60 * second, whileUp: (*siege).reloadFail2ban},
		{up: second / 4, down: second},
		{up: 15 * second, down: 120 * second, whileAway: (*siege).restartFail2ban},
		{up: second / 2, down: 2 * second},
		{up: second / 10, down: 10 * second},
		{up: 25 * second, down: 20 * second, whileUp: (*siege).restartFail2ban},
		{up: 10 * second, down: 45 * second, whileAway: (*siege).restartJail},
		{up: second, down: 20 * second, whileAway: (*siege).reloadFail2ban},
		{up: 15 * second, down: 5 * second, whileUp: (*siege).restartJail},
		{up: 10 * second, down: 45 * second, whileAway: (*siege).loseLog},
		{up: second / 3, down: second},
		{up: 20 * second},
	}
}

// endure goes through one spell.
func (s *siege) endure(one spell) {
	s.pass(one.up, one.whileUp)
	if one.down == 0 {
		return
	}
	s.setAway(true)
	s.change(func() { s.killed = time.Now() })
	s.server.Kill()
	s.pass(one.down, one.whileAway)
	s.must("start the server", s.server.Launch())
	s.must("start the server", s.server.WaitReady(s.ctx))
	s.setAway(false)
	s.noteBack()
}

// noteBack notes that the server has read what there was to read of a log of which a piece is gone.
func (s *siege) noteBack() {
	if n := len(s.gone); n > 0 && s.gone[n-1].back.IsZero() {
		s.resumed()
		s.sleep(5 * time.Second)
		s.change(func() { s.gone[n-1].back = time.Now() })
	}
}

// pass lets time pass and does something in the middle.
func (s *siege) pass(d time.Duration, do func(*siege)) {
	end := time.Now().Add(d)
	if do != nil {
		s.sleep(d / 3)
		do(s)
	}
	s.sleep(max(time.Until(end), 0))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trouble != nil {
		s.failf("the check itself: %w", s.trouble)
	}
}

func (s *siege) setAway(away bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = away
}

// figure is what was found.
func (s *siege) figure(f agreement, took time.Duration) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := fmt.Sprintf("%d bans in %v (%d attacks), %d ended by hand (%d over the API), %d restored by fail2ban; %d kills, away for %v in all, %d rotations of fail2ban's log: "+
		"%d bans in the history, each once, %d of them ended; of %d only the log could tell, because their rows were gone; begin off by %.1f s at most, end by %.1f s; counts and `bangui store check` agree",
		f.told, took.Round(time.Second), s.attacks, f.byHand, s.byAPI, f.restored, s.kills(), s.awayFor(), s.rotations,
		f.kept, f.ended, f.onlyLog, f.worstBegin.Seconds(), f.worstEnd.Seconds())
	if f.behind > 0 {
		text += fmt.Sprintf("; %d ends were told more than %v before the action came to them", f.behind, endWithin)
	}
	if f.again > 0 {
		text += fmt.Sprintf("; %d made again after a restart are in the history twice", f.again)
	}
	if f.untold > 0 {
		text += fmt.Sprintf("; %d ended in a reload, without the action", f.untold)
	}
	if len(s.gone)+f.unknowable > 0 {
		text += fmt.Sprintf("; of %d bans there was neither row nor log left to know of, of %d ends only the time until when", f.unknowable, f.blurred)
	}
	return text
}

func (s *siege) kills() (n int) {
	for _, one := range s.spells() {
		if one.down > 0 {
			n++
		}
	}
	return n + 1
}

func (s *siege) awayFor() (all time.Duration) {
	for _, one := range s.spells() {
		all += one.down
	}
	return all
}
