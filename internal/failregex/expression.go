package failregex

import (
	"errors"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2"
)

// Bounds of one expression. fail2ban's own longest ones have some 3,000 bytes.
const (
	maxExpression = 16 << 10
	// matchWithin is how long one match may take, and timeTick how exactly that is kept.
	matchWithin = 40 * time.Millisecond
	timeTick    = 5 * time.Millisecond
	// maxBacktrack is how many numbers the engine may remember to come back to.
	maxBacktrack = 200_000
)

// tick makes the engine look at its clock more often than it would. The setting is one for the whole process.
//
//nolint:gochecknoglobals // so is the setting
var tick = sync.OnceFunc(func() { regexp2.SetTimeoutCheckPeriod(timeTick) })

// expression is one of a jail. It is read when it is needed first.
type expression struct {
	place   Place
	text    string
	several bool
	read    bool
	engine  *regexp2.Regexp
	// problem is why it is not used, or not any more; empty if it is.
	problem string
}

// find returns the first match; ok is false if there is none, or if the expression cannot be used.
func (e *expression) find(in text, deadline time.Time) (m match, ok bool) {
	if !e.ready() {
		return match{}, false
	}
	e.engine.MatchTimeout = min(matchWithin, time.Until(deadline))
	if e.engine.MatchTimeout <= 0 {
		return match{}, false
	}
	found, err := e.engine.FindRunesMatch(in.runes)
	switch {
	case errors.Is(err, regexp2.ErrBacktrackingStackLimit):
		e.problem = "needs too much memory to be tried on these lines"
	case err != nil:
		e.problem = "takes too long to be tried on these lines"
	case found != nil:
		return match{in: in, found: found, names: e.engine.GetGroupNames()}, true
	}
	return match{}, false
}

// ready reads the expression if nobody has yet, and tells whether it can be used.
func (e *expression) ready() bool {
	if e.read {
		return e.problem == ""
	}
	e.read = true
	if len(e.text) > maxExpression || !utf8.ValidString(e.text) {
		e.problem = "is too long to be read, or no text"
		return false
	}
	tick()
	engine, err := regexp2.Compile(translate(e.text, e.several), regexp2.OptionMaintainCaptureOrder(),
		regexp2.OptionMaxBacktrackingStackSize(maxBacktrack), regexp2.OptionMaxCachedRuneBufferLength(0))
	if err != nil {
		e.problem = "uses something that cannot be read here"
		return false
	}
	e.engine = engine
	return true
}

// match is where an expression matches.
type match struct {
	in    text
	found *regexp2.Match
	names []string
}

// span is a piece of a text, to being the place after it.
type span struct{ from, to int }

// group returns where the named group matches; ok is false if it takes no part, or only as nothing.
func (m match) group(name string) (s span, ok bool) {
	g := m.found.GroupByName(name)
	if g == nil || len(g.Captures) == 0 || g.RuneLength == 0 {
		return span{}, false
	}
	return span{g.RuneIndex, g.RuneIndex + g.RuneLength}, true
}

func (m match) whole() span { return span{m.found.RuneIndex, m.found.RuneIndex + m.found.RuneLength} }
