package httpapi

import "sync"

// streamLimit counts the streams of each session. The zero value is ready for use.
type streamLimit struct {
	mu   sync.Mutex
	open map[string]int
}

// enter returns false if the session has as many streams as it may; else leave must follow.
func (l *streamLimit) enter(session string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[session] >= maxStreams {
		return false
	}
	if l.open == nil {
		l.open = make(map[string]int)
	}
	l.open[session]++
	return true
}

func (l *streamLimit) leave(session string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[session]--; l.open[session] == 0 {
		delete(l.open, session)
	}
}
