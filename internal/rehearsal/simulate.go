package rehearsal

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"bangui/internal/host"
)

// Sentence is what would have become of an address.
type Sentence struct {
	// Failures are all that it had, Prevented those of them that came while it would have been banned: they do not count.
	Failures, Prevented int
	// Bans is how often it would have been banned, First when for the first time, and Until the end of the last one; zero is permanent.
	Bans         int
	First, Until time.Time
	// Times are the beginnings of the first [MaxTimes] bans.
	Times []time.Time
}

// MaxTimes is how many beginnings of bans are kept for one address.
const MaxTimes = 20

// Simulate counts failures as fail2ban does, and returns all addresses with a failure. The failures need not be in order. Sources:
// fail2ban/server/failmanager.py, addFailure; fail2ban/server/ticket.py, adjustTime; fail2ban/server/observer.py, failureFound and incrBanTime.
func Simulate(rules host.Rules, failures []host.Failure) map[string]*Sentence {
	ordered := slices.Clone(failures)
	slices.SortStableFunc(ordered, func(a, b host.Failure) int { return a.At.Compare(b.At) })
	suspects := make(map[string]*suspect)
	all := make(map[string]*Sentence)
	for _, f := range ordered {
		s := suspects[f.ID]
		if s == nil {
			s = &suspect{rules: rules}
			suspects[f.ID], all[f.ID] = s, &s.Sentence
		}
		s.fail(f.At)
	}
	return all
}

// suspect is an address while failures are counted.
type suspect struct {
	Sentence

	rules host.Rules
	// retry is the count; first and last are the failures between which it was counted.
	retry       int
	first, last time.Time
}

func (s *suspect) fail(at time.Time) {
	s.Failures++
	if s.Bans > 0 && (s.Until.IsZero() || at.Before(s.Until)) {
		s.Prevented++
		return
	}
	if s.retry > 0 && at.Sub(s.last) > s.rules.FindTime {
		s.retry = 0 // it was cleaned away meanwhile
	}
	if s.retry == 0 {
		s.first = at
	} else if s.first.Before(at.Add(-s.rules.FindTime)) {
		s.retry = int(math.RoundToEven(float64(s.retry) / at.Sub(s.first).Seconds() * s.rules.FindTime.Seconds()))
		s.first = at.Add(-s.rules.FindTime)
	}
	s.last = at
	s.retry++
	if s.retry < s.rules.MaxRetry && s.rules.Increment.Enabled && s.Bans > 0 {
		s.retry += s.known() - 1
	}
	if s.retry >= s.rules.MaxRetry {
		s.ban(at)
	}
}

// known is for how many failures one of a known address counts: 2, 3, 5, 9 and so on, at most for all that lead to a ban.
func (s *suspect) known() int {
	return max(1, min(1<<min(s.Bans, 20)/2+1, s.rules.MaxRetry))
}

func (s *suspect) ban(at time.Time) {
	length := s.length()
	s.Bans++
	s.retry = 0
	if s.First.IsZero() {
		s.First = at
	}
	if len(s.Times) < MaxTimes {
		s.Times = append(s.Times, at)
	}
	s.Until = time.Time{}
	if length != host.Permanent {
		s.Until = at.Add(length)
	}
}

// longest is the longest ban that is told from a permanent one: a hundred years.
const longest = 100 * 365 * 24 * time.Hour

// length is how long the next ban lasts.
func (s *suspect) length() time.Duration {
	base, i := s.rules.BanTime, s.rules.Increment
	if base < 0 {
		return host.Permanent
	}
	if !i.Enabled || s.Bans == 0 {
		return base
	}
	factor, err := strconv.ParseFloat(i.Factor, 64)
	if err != nil {
		factor = 1
	}
	seconds := base.Seconds() * factor
	if multipliers := strings.Fields(i.Multipliers); len(multipliers) > 0 {
		m, err := strconv.ParseFloat(multipliers[min(s.Bans, len(multipliers)-1)], 64)
		if err != nil {
			m = 1
		}
		seconds *= m
	} else {
		seconds = max(base.Seconds(), seconds*float64(int(1)<<min(s.Bans, 20)))
	}
	length := time.Duration(min(seconds, longest.Seconds())) * time.Second
	if i.MaxTime > 0 {
		length = min(length, i.MaxTime)
	}
	return length
}
