package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// rotate rotates fail2ban's log, in turn by renaming and by copying, and the logs that it reads.
func (s *siege) rotate(ctx context.Context) error {
	s.hands.Lock()
	defer s.hands.Unlock()
	n := 0
	s.change(func() { s.rotations++; n = s.rotations })
	rotateOne := s.rename
	if n%2 == 0 {
		rotateOne = s.copyAndCut
	}
	if err := rotateOne(ctx, s.fail2ban.Paths().Log); err != nil {
		return err
	}
	logs, err := filepath.Glob(filepath.Join(s.fail2ban.Paths().Logs, "*.log"))
	if err != nil {
		return err
	}
	for _, path := range logs {
		if err := shift(path); err != nil {
			return err
		}
		if err := os.Rename(path, path+".1"); err != nil {
			return err
		}
		file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return nil
}

// rename rotates as Debian's logrotate does for fail2ban.
func (s *siege) rename(ctx context.Context, path string) error {
	if err := shift(path); err != nil {
		return err
	}
	if err := os.Rename(path, path+".1"); err != nil {
		return err
	}
	_, err := s.fail2ban.Client(ctx, "flushlogs")
	return err
}

// copyAndCut rotates as logrotate's copytruncate does. fail2ban stands still meanwhile: what it writes between the copy and the cut is
// lost to everybody.
func (s *siege) copyAndCut(_ context.Context, path string) error {
	if err := shift(path); err != nil {
		return err
	}
	s.fail2ban.Pause()
	defer s.fail2ban.Resume()
	time.Sleep(50 * time.Millisecond) // it may be in the middle of a write
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".1", text, 0o600); err != nil {
		return err
	}
	return os.Truncate(path, 0)
}

// shift makes room for another file with the number 1.
func shift(path string) error {
	n := 1
	for ; exists(numbered(path, n)); n++ {
	}
	for ; n > 1; n-- {
		if err := os.Rename(numbered(path, n-1), numbered(path, n)); err != nil {
			return err
		}
	}
	return nil
}

func numbered(path string, n int) string { return fmt.Sprintf("%s.%d", path, n) }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// stopsWithin is how long fail2ban may take to lift all bans when it stops, as with systemd.
const stopsWithin = 90 * time.Second

// restartFail2ban, reloadFail2ban and restartJail are what people and packages do to it.
func (s *siege) restartFail2ban() {
	s.handle("restart fail2ban", func() error {
		if _, err := s.fail2ban.Client(s.ctx, "stop"); err != nil {
			return err
		}
		s.until(stopsWithin, "fail2ban to stop", func() (bool, string) { return !s.fail2ban.Running(), "it runs" })
		return s.fail2ban.Restart(s.ctx)
	})
}

func (s *siege) reloadFail2ban() {
	s.handle("reload fail2ban", func() error {
		_, err := s.fail2ban.Client(s.ctx, "reload")
		return err
	})
}

func (s *siege) restartJail() {
	s.handle("restart a jail", func() error {
		_, err := s.fail2ban.Client(s.ctx, "reload", "--restart", "app")
		return err
	})
}

func (s *siege) handle(what string, do func() error) {
	s.hands.Lock()
	defer s.hands.Unlock()
	began, number := time.Now(), 0
	s.change(func() { // what ends meanwhile ends by this
		number = len(s.restarts)
		s.restarts = append(s.restarts, period{began, began.Add(time.Hour)})
	})
	s.must(what, do())
	s.change(func() { s.restarts[number].to = time.Now() })
}

// loseLog takes away what fail2ban has logged since the server was killed: two rotations by somebody who keeps no old logs.
func (s *siege) loseLog() {
	s.sleep(10 * time.Second)
	s.hands.Lock()
	defer s.hands.Unlock()
	path := s.fail2ban.Paths().Log
	s.must("rotate", s.rename(s.ctx, path))
	for n := 1; exists(numbered(path, n)); n++ {
		s.must("take an old log away", os.Rename(numbered(path, n), s.lostLog(n)))
	}
	s.change(func() { s.gone = append(s.gone, goneLog{period: period{s.killed.Add(-time.Second), time.Now()}}) })
}

// lostLog is where a log is that was taken away, for the traces.
func (s *siege) lostLog(n int) string { return numbered(filepath.Join(s.rig.Dir, "lost"), n) }
