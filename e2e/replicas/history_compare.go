package main

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// How far the history may be from what the action wrote. fail2ban runs the commands of a jail one after the other, so on a busy machine
// the action comes to an end seconds after fail2ban has told of it. The planned end is a matter of fail2ban's rounding and of when it
// looks, which is once a second.
const (
	beginWithin   = time.Second
	endWithin     = 4 * time.Second
	plannedWithin = 3 * time.Second
)

// keptBan is a ban of the history.
type keptBan struct {
	Jail     string     `json:"jail"`
	Address  string     `json:"address"`
	BannedAt time.Time  `json:"banned_at"`
	Origin   string     `json:"origin"`
	Until    *time.Time `json:"until"`
	EndedAt  *time.Time `json:"ended_at"`
	EndedBy  *string    `json:"ended_by"`
	taken    bool
}

func (b *keptBan) key() string { return b.Jail + " " + b.Address }

func (b *keptBan) String() string {
	end := "in force"
	if b.EndedAt != nil {
		end = fmt.Sprintf("ended %s by %s", clockTime(*b.EndedAt), *b.EndedBy)
	}
	return fmt.Sprintf("%s %s %s, %s, %s", b.Jail, b.Address, clockTime(b.BannedAt), b.Origin, end)
}

func (b toldBan) String() string {
	end := "in force"
	if !b.endedAt.IsZero() {
		end = "ended " + clockTime(b.endedAt)
	}
	return fmt.Sprintf("%s %s failed %s, banned %s, planned until %s, %s, restored %d times", b.jail, b.address, clockTime(b.failedAt), clockTime(b.bannedAt),
		clockTime(b.planned), end, b.restored)
}

func clockTime(t time.Time) string { return t.UTC().Format("15:04:05.000") }

// agreement are the figures of a comparison.
type agreement struct {
	told, onlyLog, restored, byHand int
	kept, ended                     int
	worstBegin, worstEnd            time.Duration
	unknowable, blurred, behind     int
	// untold are ends for which fail2ban ran no action, again bans that it made again after a restart.
	untold, again int
}

// settled waits until the history agrees with what the action wrote, and then looks once more a little later.
func (s *siege) settled(when string) agreement {
	var f agreement
	agrees := func() (bool, string) {
		var wrong []string
		if f, wrong = s.compare(); len(wrong) == 0 {
			return true, ""
		}
		s.sleep(time.Second)
		return false, fmt.Sprintf("%d differences, such as\n%s", len(wrong), strings.Join(wrong[:min(len(wrong), 8)], "\n"))
	}
	s.until(time.Minute, "the history to agree "+when, agrees)
	s.sleep(3 * time.Second)
	s.until(time.Minute, "the history to go on agreeing "+when, agrees)
	return f
}

// history are all pages of it, oldest first.
func (s *siege) history() []*keptBan {
	var all []*keptBan
	for cursor := ""; ; {
		var page struct {
			Items      []*keptBan `json:"items"`
			NextCursor *string    `json:"next_cursor"`
		}
		s.must("read", s.call(s.admin, s.server, http.MethodGet, "/bans?limit=500&cursor="+url.QueryEscape(cursor), nil).Into(&page))
		all = append(all, page.Items...)
		if page.NextCursor == nil {
			slices.Reverse(all)
			return all
		}
		cursor = *page.NextCursor
	}
}

// both are what the action wrote and the history of a moment in which it wrote nothing.
func (s *siege) both() ([]toldBan, []*keptBan) {
	for {
		told, err := s.told.all()
		s.must("read what the action wrote", err)
		kept := s.history()
		again, err := s.told.all()
		s.must("read what the action wrote", err)
		if slices.Equal(told, again) {
			return told, kept
		}
		s.sleep(100 * time.Millisecond)
	}
}

// compare finds for each ban of the action the one of the history. What is left over was doubled or made up.
func (s *siege) compare() (f agreement, wrong []string) {
	told, kept := s.both()
	s.mu.Lock()
	defer s.mu.Unlock()
	f.told, f.kept = len(told), len(kept)
	kept = s.joined(told, kept)
	f.again = f.kept - len(kept)
	own := pair(told, kept)
	last := make(map[string]*toldBan)
	for i, b := range told {
		before := last[b.key()]
		last[b.key()] = &told[i]
		f.restored += b.restored
		f.ended += btoi(!b.endedAt.IsZero())
		f.byHand += btoi(b.early())
		one := own[i]
		switch {
		case one == nil && s.unknowable(b, before):
			f.unknowable++
		case one == nil:
			wrong = append(wrong, fmt.Sprintf("lost: %s\n%s%s", b, keptOf(kept, b.key()), s.traces(b.jail, b.address, b.bannedAt)))
		default:
			f.onlyLog += btoi(one.Until == nil)
			f.worstBegin = max(f.worstBegin, b.beginOff(one))
			if problem := s.compareEnds(&f, b, one); problem != "" {
				wrong = append(wrong, fmt.Sprintf("%s: %s; the history has %s\n%s", problem, b, one, s.traces(b.jail, b.address, b.bannedAt)))
			}
		}
	}
	for _, b := range s.told.neverBegan() {
		wrong = append(wrong, fmt.Sprintf("the action ended what it never began: %s\n%s%s%s", b, toldOf(told, b.key()), keptOf(kept, b.key()), s.traces(b.jail, b.address, b.bannedAt)))
	}
	for _, b := range kept {
		if !b.taken {
			wrong = append(wrong, fmt.Sprintf("doubled: %s\n%s%s%s", b, toldOf(told, b.key()), keptOf(kept, b.key()), s.traces(b.Jail, b.Address, b.BannedAt.Local())))
		}
	}
	return f, wrong
}

// keptOf is what the history has of a jail and address.
func keptOf(kept []*keptBan, key string) string {
	var text strings.Builder
	for _, b := range kept {
		if b.key() == key {
			fmt.Fprintf(&text, "    the history has %s\n", b)
		}
	}
	return text.String()
}

// toldOf is what the action wrote of a jail and address.
func toldOf(told []toldBan, key string) string {
	var text strings.Builder
	for _, b := range told {
		if b.key() == key {
			fmt.Fprintf(&text, "    the action told %s\n", b)
		}
	}
	return text.String()
}

func btoi(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// pair finds for each told ban the one of the history that began when it did, by its number: the nearest ones first. Two bans of one failure,
// which fail2ban found twice, are told apart by their ends.
func pair(told []toldBan, kept []*keptBan) map[int]*keptBan {
	byKey := make(map[string][]*keptBan)
	for _, b := range kept {
		byKey[b.key()] = append(byKey[b.key()], b)
	}
	type candidate struct {
		told int
		kept *keptBan
		off  time.Duration
		ends time.Duration
	}
	var candidates []candidate
	for i, b := range told {
		for _, one := range byKey[b.key()] {
			if off := b.beginOff(one); off <= beginWithin {
				candidates = append(candidates, candidate{i, one, off, b.endsApart(one)})
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.off, b.off), cmp.Compare(a.ends, b.ends)) })
	own := make(map[int]*keptBan)
	for _, c := range candidates {
		if own[c.told] == nil && !c.kept.taken {
			own[c.told], c.kept.taken = c.kept, true
		}
	}
	return own
}

// beginOff is by how much the history's begin is off. fail2ban has two: the last failure, to the second, and the ban itself.
func (b toldBan) beginOff(one *keptBan) time.Duration {
	from, to := b.failedAt.Add(-time.Second/2), b.bannedAt
	switch at := one.BannedAt; {
	case at.Before(from):
		return from.Sub(at)
	case at.After(to):
		return at.Sub(to)
	}
	return 0
}

// endsApart is how far its end is from that in the history; very far if one of them is in force.
func (b toldBan) endsApart(one *keptBan) time.Duration {
	switch {
	case b.endedAt.IsZero() != (one.EndedAt == nil):
		return math.MaxInt64
	case one.EndedAt == nil:
		return 0
	}
	return b.endedAt.Sub(*one.EndedAt).Abs()
}

// early tells whether it ended before that was planned.
func (b toldBan) early() bool {
	return !b.endedAt.IsZero() && b.endedAt.Before(b.planned.Add(-plannedWithin))
}

// compareEnds says what is wrong with the end in the history, if anything.
func (s *siege) compareEnds(f *agreement, b toldBan, one *keptBan) string {
	switch {
	case b.endedAt.IsZero() && one.EndedAt != nil && s.reloading(*one.EndedAt) && s.unbanLogged(b, *one.EndedAt):
		f.untold++
		return ""
	case b.endedAt.IsZero() != (one.EndedAt == nil):
		return "in force in one and not in the other"
	case b.endedAt.IsZero():
		return ""
	}
	off, words := endOff(b, one), s.howEnded(b, one)
	switch agrees := slices.Contains(words, *one.EndedBy); {
	case off <= endWithin && agrees:
		f.worstEnd = max(f.worstEnd, off)
	case agrees && s.toldEnd(b, one):
		f.behind++
	case s.blurred(b, one):
		f.blurred++
	case off > endWithin:
		return fmt.Sprintf("end off by %v", off)
	default:
		return fmt.Sprintf("ended by %q, want %q", *one.EndedBy, words)
	}
	return ""
}

// reloading tells whether fail2ban or a jail was being reloaded or restarted: then actions are exchanged, and it was seen to end a ban without any.
func (s *siege) reloading(at time.Time) bool {
	return slices.ContainsFunc(s.restarts, func(p period) bool { return p.near(at) })
}

// endOff is by how much the history's end is off. What expires does so at its planned end, and is told when fail2ban comes to it.
func endOff(b toldBan, one *keptBan) time.Duration {
	from := b.endedAt
	if *one.EndedBy == "expired" && one.Until != nil && one.Until.Before(from) && !one.Until.Before(b.planned.Add(-time.Second)) {
		from = *one.Until
	}
	switch at := *one.EndedAt; {
	case at.Before(from):
		return from.Sub(at)
	case at.After(b.endedAt):
		return at.Sub(b.endedAt)
	}
	return 0
}

// howEnded are the words that the history may have for the end. Without the row of a ban nobody can tell whether an end was planned, nor
// whether it came early where a failure during the ban has put it off, which fail2ban keeps to itself.
func (s *siege) howEnded(b toldBan, one *keptBan) []string {
	var words []string
	// Before a restart the end had been put off further.
	putOff := b.restored > 0 && one.Until != nil && one.Until.After(b.planned.Add(time.Second))
	if b.early() || b.endedAt.Before(b.planned) || one.Until == nil || putOff {
		words = append(words, "unbanned")
	}
	if !b.early() || one.Until != nil && b.endedAt.After(one.Until.Add(-plannedWithin)) && one.Until.Before(b.planned.Add(-time.Second)) {
		words = append(words, "expired")
	}
	if slices.ContainsFunc(s.lifted, func(l liftedByHand) bool { return l.covers(b) && l.during.near(b.endedAt) }) { // at the same moment
		words = append(words, "unbanned")
	}
	if s.reloading(b.endedAt) {
		words = append(words, "repealed")
	}
	return words
}

// unknowable tells whether nothing can know of the ban: its row was deleted when its address was unbanned by hand before the server was back,
// and it began in a piece of the log that was deleted unread, or the one before it ended there, so that it is taken for that one; or there is
// no line of it in fail2ban's log, as was seen when one thread began a new log while others wrote.
func (s *siege) unknowable(b toldBan, before *toldBan) bool {
	if slices.ContainsFunc(s.lifted, func(l liftedByHand) bool { return l.covers(b) && l.during.to.After(b.bannedAt) }) && !s.logged(b) {
		return true
	}
	for _, gone := range s.gone {
		if !gone.has(b.bannedAt) && (before == nil || !gone.has(before.endedAt)) {
			continue
		}
		for _, lifted := range s.lifted {
			if lifted.covers(b) && lifted.during.to.After(b.bannedAt) && lifted.during.from.Before(gone.back) {
				return true
			}
		}
	}
	return false
}

// blurred tells whether a ban ended in a piece of the log that was deleted unread: only that it is over can be known.
func (s *siege) blurred(b toldBan, one *keptBan) bool {
	return slices.ContainsFunc(s.gone, func(gone goneLog) bool {
		return gone.has(b.endedAt) && !one.EndedAt.After(gone.back.Add(takeOverWithin))
	})
}

// checkCounts compares the statistics with the history.
func (s *siege) checkCounts(f agreement) {
	var summary struct {
		Bans int `json:"bans"`
	}
	s.must("read", s.call(s.admin, s.server, http.MethodGet, "/stats/summary?range=24h", nil).Into(&summary))
	var count struct {
		N int `json:"n"`
	}
	s.must("read", s.call(s.admin, s.server, http.MethodGet, "/bans/count?exact=true", nil).Into(&count))
	got := map[string]int{"summary": summary.Bans, "count": count.N}
	for _, path := range []string{"jails", "countries", "networks", "addresses"} {
		var totals struct {
			Total     int  `json:"total"`
			Estimated bool `json:"estimated"`
			Items     []struct {
				N int `json:"n"`
			} `json:"items"`
		}
		s.must("read", s.call(s.admin, s.server, http.MethodGet, "/stats/"+path+"?range=24h&limit=500", nil).Into(&totals))
		if path == "addresses" && totals.Estimated { // of many addresses a sample is looked at
			continue
		}
		got[path] = totals.Total
		if path == "jails" {
			got["sum of jails"] = 0
			for _, item := range totals.Items {
				got["sum of jails"] += item.N
			}
		}
	}
	for what, n := range got {
		if n != f.kept {
			s.failf("the history has %d bans, %s says %d", f.kept, what, n)
		}
	}
}
