package main

import (
	"slices"
	"strings"
	"time"
)

// joined are the bans of the history, in which one that a restart ended and that fail2ban made again for the same failure, which it found once more, is
// one with that, though the history has two: when the row is gone, because somebody has lifted the second one, nothing tells that they are the same.
func (s *siege) joined(told []toldBan, kept []*keptBan) []*keptBan {
	again := make(map[*keptBan]bool)
	for _, b := range told {
		if b.restored == 0 {
			continue
		}
		for _, first := range kept {
			if first.key() != b.key() || first.EndedBy == nil || *first.EndedBy != "repealed" || b.beginOff(first) > 0 {
				continue
			}
			i := slices.IndexFunc(kept, func(one *keptBan) bool {
				return one.key() == b.key() && one.Until == nil && !again[one] && s.madeAgain(first, one)
			})
			if i >= 0 {
				first.EndedAt, first.EndedBy = kept[i].EndedAt, kept[i].EndedBy
				again[kept[i]] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(kept), func(one *keptBan) bool { return again[one] })
}

// madeAgain tells whether fail2ban's log has the begin of a ban, in a restart and soon after the end of another one.
func (s *siege) madeAgain(first, one *keptBan) bool {
	const soon = 30 * time.Second
	after := one.BannedAt.Sub(first.EndedAt.Truncate(time.Second))
	if after < 0 || after > soon || !s.reloading(*first.EndedAt) {
		return false
	}
	stamp := one.BannedAt.Local().Format(time.DateTime)
	return s.anyLine(func(line string) bool {
		return strings.HasPrefix(line, stamp) && strings.HasSuffix(line, "["+one.Jail+"] Ban "+one.Address)
	})
}
