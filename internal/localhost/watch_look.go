package localhost

import (
	"context"
	"errors"
	"time"

	"bangui/fail2ban"
	"bangui/internal/host"
)

// look asks the socket how the server is and where its files are, at most every lookEvery.
func (w *watch) look(ctx context.Context) {
	if time.Since(w.server.checked) < lookEvery {
		return
	}
	w.server.checked = time.Now()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	id := serverID(w.h.opts.Socket)
	if err := w.ask(ctx); err != nil {
		w.missed(err)
	} else {
		w.server.misses = 0
		w.answered(id)
	}
	w.open()
}

// lookAgain asks for the next look after that time.
func (w *watch) lookAgain(after time.Duration) { w.server.checked = time.Now().Add(after - lookEvery) }

func (w *watch) ask(ctx context.Context) error {
	client := w.h.quick
	version, err := client.Version(ctx)
	if err != nil {
		return err
	}
	stats, err := client.Stats(ctx)
	if err != nil {
		return err
	}
	target, err := client.LogTarget(ctx)
	if err != nil {
		return err
	}
	level, err := client.LogLevel(ctx)
	if err != nil {
		return err
	}
	db, err := client.DatabaseFile(ctx)
	if err != nil {
		return err
	}
	s := &w.server
	s.version, s.stats, s.logPath, s.logLevel, s.dbPath, s.fresh = version, stats, target, level, db, true
	return nil
}

// answered takes note of a server that answers; one that was started since the last look has bans of its own.
func (w *watch) answered(id string) {
	s := &w.server
	if s.known && (!s.up || s.id != id) && s.id != "" {
		w.restarted()
		w.ending = false
	}
	s.id = id
}

// missed takes note of a server that does not answer.
func (w *watch) missed(err error) {
	s := &w.server
	s.stats = nil
	if errors.Is(err, fail2ban.NotRunning) {
		s.misses++
	}
	w.h.log.Debug("fail2ban not asked", "err", err)
}

// open follows the files that the server names; while it is away, those that it named last.
func (w *watch) open() {
	db, log := w.server.dbPath, w.server.logPath
	if w.server.version == (fail2ban.Version{}) {
		db, log = w.at.DB, w.at.Log
	}
	w.openRows(db)
	w.openLog(log)
	if w.rows != nil {
		db = w.rows.db.path
	}
	if w.follow == nil {
		log = ""
	}
	w.told = w.wake.watch(db, log)
}

// logTells tells whether bans and unbans are in a log that we read. Source: fail2ban/server/actions.py: they are of level NOTICE.
func (w *watch) logTells() bool {
	if w.follow == nil {
		return false
	}
	switch w.server.logLevel {
	case "CRITICAL", "ERROR", "WARNING":
		return false
	}
	return true
}

// upOrDown makes events of what only the socket tells: a server that was killed, or one whose log does not say so.
func (w *watch) upOrDown() []host.Event {
	s := &w.server
	switch {
	case s.stats != nil && !s.known:
		s.up, s.known = true, true
	case s.stats != nil && !s.up && !w.ending:
		s.up = true
		return []host.Event{{Kind: host.EventServerUp, At: time.Now().UTC()}}
	case s.stats == nil && s.misses >= 2 && s.known && s.up:
		s.up = false
		return []host.Event{{Kind: host.EventServerDown, At: time.Now().UTC()}}
	case s.stats == nil && s.misses >= 2 && !s.known:
		s.up, s.known = false, true
	}
	return nil
}
