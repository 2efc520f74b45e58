package ban

import "time"

const (
	// flushGap is the longest time between two unbans of a jail that stops, and between the last one and the word that it has stopped.
	// Running the action for one address takes some milliseconds.
	flushGap = time.Second
	// longestFlush bounds what is remembered of one, mostFlushes of how many jails.
	longestFlush = 50_000
	mostFlushes  = 1000
)

// flush are unbans of a jail that came right after each other. If the jail stops with them, it was the stop that ended the bans: versions
// before 1.1.1 do not tell that from an unban. Source: fail2ban/server/actions.py, __flushBan and __unBan.
type flush struct {
	last  time.Time
	ended []flushed
}

type flushed struct {
	place place
	at    time.Time
}

func (f *flush) add(key place, at time.Time) {
	if at.Sub(f.last) > flushGap || len(f.ended) == longestFlush {
		f.ended = f.ended[:0]
	}
	f.last, f.ended = at, append(f.ended, flushed{key, at})
}

func (p *Past) flushOf(jail string) *flush {
	f := p.flushes[jail]
	if f == nil {
		if len(p.flushes) == mostFlushes {
			clear(p.flushes)
		}
		f = &flush{}
		p.flushes[jail] = f
	}
	return f
}
