package main

import (
	"fmt"
	"os"
	"time"

	"bangui/internal/archive"
	"bangui/internal/store"
)

// How often a progress is written: on a terminal one line that changes, elsewhere lines for a log.
const (
	terminalEvery = 200 * time.Millisecond
	logEvery      = 10 * time.Second
)

// progressBar writes to standard error how far a copy is.
type progressBar struct {
	terminal bool
	every    time.Duration
	phase    string
	began    time.Time
	last     time.Time
	written  bool
	seen     int
}

func newProgressBar() *progressBar {
	b := &progressBar{terminal: isTerminal(os.Stderr), every: logEvery, last: time.Now()}
	if b.terminal {
		b.every = terminalEvery
	}
	return b
}

// lookEvery is after how many rows the clock is asked, which takes longer than copying one.
const lookEvery = 256

// show is called after every row.
func (b *progressBar) show(p store.Progress) {
	if b.phase != p.Doing {
		b.phase, b.began, b.last = p.Doing, time.Now(), time.Now()
	}
	b.seen++
	if b.seen%lookEvery != 0 && p.Done != p.Total {
		return
	}
	now := time.Now()
	if now.Sub(b.last) < b.every && p.Done != p.Total {
		return
	}
	b.last = now
	rate := float64(p.Done) / max(now.Sub(b.began).Seconds(), 0.001)
	line := fmt.Sprintf("%s: %d of %d rows (%d %%), %.0f rows/s, %s", p.Doing, p.Done, p.Total, 100*p.Done/max(p.Total, 1), rate, p.Table)
	b.write(line)
}

func (b *progressBar) write(line string) {
	b.written = true
	if b.terminal {
		fmt.Fprint(os.Stderr, "\r\x1b[K"+line)
		return
	}
	fmt.Fprintln(os.Stderr, line)
}

// showReading is called after some thousand lines.
func (b *progressBar) showReading(p archive.Progress) {
	now := time.Now()
	if now.Sub(b.last) < b.every {
		return
	}
	b.last = now
	b.write(fmt.Sprintf("read: %d of %d MB (%d %%), %s", p.Done>>20, p.Total>>20, 100*p.Done/max(p.Total, 1), p.File))
}

// end leaves the line of the terminal.
func (b *progressBar) end() {
	if b.terminal && b.written {
		fmt.Fprintln(os.Stderr)
	}
}
