package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"bangui/internal/sandbox"
)

// witnessAction writes a line for each ban and unban: the word, jail, address, time of the last failure, 1 for what fail2ban restores,
// length of the ban, and the time now.
func witnessAction() sandbox.Action {
	const line = `'<name>' '<ip>' '<time>' '<restored>' '<bantime>' $(date +%%s.%%N) >> 'ACTIONS_LOG'`
	return sandbox.Action{Name: "witness", Definition: `[Definition]
actionstart =
actionstop =
actioncheck =
actionban = echo ban ` + line + `
actionunban = echo unban ` + line + `

[Init]
name = default
`}
}

// toldBan is a ban as the action saw it.
type toldBan struct {
	jail, address string
	// failedAt is the time of the last failure, bannedAt when the action was called.
	failedAt, bannedAt time.Time
	// planned is the end that was planned at last, endedAt zero while it is in force.
	planned, endedAt time.Time
	// restored counts how often fail2ban brought it back after a restart, overtaken how many of these were written before the end that they undo.
	restored, overtaken int
}

func (b *toldBan) key() string { return b.jail + " " + b.address }

// actionLog is what the action has written, read as it grows. All methods may be called at the same time.
type actionLog struct {
	path string
	// interrupted tells whether a ban ended because fail2ban or its jail was stopped.
	interrupted func(toldBan) bool

	mu   sync.Mutex
	read int64
	// bans are in the order in which they began, last has the last one of each jail and address, open those whose end was not written.
	bans []*toldBan
	last map[string]*toldBan
	open map[string][]*toldBan
	// early are ends that were written before the begins of their bans.
	early map[string][]*toldBan
}

// all returns the bans so far.
func (l *actionLog) all() ([]toldBan, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.readOn()
	all := make([]toldBan, len(l.bans))
	for i, b := range l.bans {
		all[i] = *b
	}
	return all, err
}

// inForce returns those that are, the newest last.
func (l *actionLog) inForce() ([]toldBan, error) {
	all, err := l.all()
	var inForce []toldBan
	for _, b := range all {
		if b.endedAt.IsZero() {
			inForce = append(inForce, b)
		}
	}
	return inForce, err
}

// readOn reads the lines that are whole.
func (l *actionLog) readOn() error {
	file, err := os.Open(l.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	text, err := io.ReadAll(io.NewSectionReader(file, l.read, math.MaxInt64-l.read))
	if err != nil {
		return err
	}
	text = text[:bytes.LastIndexByte(text, '\n')+1]
	l.read += int64(len(text))
	for line := range strings.Lines(string(text)) {
		if err := l.take(strings.Fields(line)); err != nil {
			return fmt.Errorf("the action wrote %q: %w", line, err)
		}
	}
	return nil
}

func (l *actionLog) take(fields []string) error {
	if len(fields) != 7 {
		return errors.New("not seven words")
	}
	var numbers [3]float64
	for i, text := range []string{fields[3], fields[5], fields[6]} {
		var err error
		if numbers[i], err = strconv.ParseFloat(text, 64); err != nil {
			return err
		}
	}
	b := &toldBan{jail: fields[1], address: fields[2], failedAt: ofSeconds(numbers[0]), bannedAt: ofSeconds(numbers[2])}
	planned := b.failedAt.Add(time.Duration(numbers[1] * float64(time.Second)))
	before := l.last[b.key()]
	restored := fields[4] == "1"
	if fields[0] == "ban" && before != nil && before.failedAt.Equal(b.failedAt) && l.interrupted(*before) {
		restored = true // it found the same failure again
	}
	if l.last == nil {
		l.last, l.open, l.early = make(map[string]*toldBan), make(map[string][]*toldBan), make(map[string][]*toldBan)
	}
	switch open := l.open[b.key()]; {
	case fields[0] == "ban" && !restored:
		b.planned = planned
		l.bans, l.last[b.key()] = append(l.bans, b), b
		if i := b.among(l.early[b.key()]); i >= 0 {
			b.endedAt = l.early[b.key()][i].bannedAt
			l.early[b.key()] = slices.Delete(l.early[b.key()], i, i+1)
			break
		}
		l.open[b.key()] = append(open, b)
	case fields[0] == "ban" && before != nil:
		before.endedAt, before.planned = time.Time{}, planned
		before.restored++
		if slices.Contains(open, before) {
			before.overtaken++
			break
		}
		l.open[b.key()] = append(open, before)
	case fields[0] == "unban": // by hand it is written by another thread than bans are
		i := b.among(open)
		if i < 0 {
			l.early[b.key()] = append(l.early[b.key()], b)
			break
		}
		if open[i].overtaken > 0 {
			open[i].overtaken--
			break
		}
		open[i].endedAt, open[i].planned = b.bannedAt, planned
		l.open[b.key()] = slices.Delete(open, i, i+1)
	default:
		return errors.New("there is no such ban")
	}
	return nil
}

// among finds the ban of the same failure, whose time fail2ban rounds when it keeps it; less than 0 means that there is none.
func (b *toldBan) among(all []*toldBan) int {
	nearest, at := time.Second, -1
	for i, one := range all {
		if off := one.failedAt.Sub(b.failedAt).Abs(); off <= nearest {
			nearest, at = off, i
		}
	}
	return at
}

// neverBegan are the ends of bans that never began.
func (l *actionLog) neverBegan() (all []toldBan) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, early := range l.early {
		for _, b := range early {
			all = append(all, *b)
		}
	}
	return all
}

// behind tells whether fail2ban bans so long after the failures just now that it is no use to attack it more: whoever is banned for seconds only
// would be so after that.
func (l *actionLog) behind() (bool, error) {
	const latest, just = 3 * time.Second, 2 * time.Second
	all, err := l.all()
	for _, b := range slices.Backward(all) {
		if time.Since(b.bannedAt) > just {
			break
		}
		if b.bannedAt.Sub(b.failedAt) > latest {
			return true, err
		}
	}
	return false, err
}

func ofSeconds(n float64) time.Time { return time.UnixMicro(int64(n * 1e6)) }
