package failregex

import (
	"cmp"
	"regexp"
	"slices"
	"unicode/utf8"
)

// dates are the usual forms of times in logs; the first group is what is cut out. Source: fail2ban/server/datedetector.py,
// DateDetectorCache._addDefaultTemplate.
//
//nolint:gochecknoglobals // a constant of which the language has no form
var dates = []*regexp.Regexp{
	// 2026-01-31T12:00:00.123+01:00, 2026/01/31 12:00:00, 2026-01-31 12:00:00,123
	regexp.MustCompile(`\b(\d{4}[-/.]\d{2}[-/.]\d{2}(?:T|  ?)\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)\b`),
	// Jan 31 12:00:00, Sat Jan 31 12:00:00.123 2026
	regexp.MustCompile(`\b((?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} {1,2}\d{1,2} {1,2}\d{1,2}:\d{2}:\d{2}(?:\.\d{1,9})?(?: \d{4}\b)?)`),
	// 31/Jan/2026:12:00:00 +0100, 31-Jan-2026 12:00:00.123
	regexp.MustCompile(`\b(\d{1,2}[-/ ][A-Z][a-z]{2}[-/ ]\d{2,4}[ :]\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?: [+-]\d{4})?)\b`),
	// 01/31/2026:12:00:00, 31.01.26 12:00:00, 01-31-2026 12:00:00.123
	regexp.MustCompile(`\b(\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}[ :@]\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?)\b`),
	// Jan 31, 2026 12:00:00 PM
	regexp.MustCompile(`\b([A-Z][a-z]{2}[ -]\d{1,2},?[ -]\d{4} \d{1,2}:\d{2}:\d{2}(?: [AP]M)?)\b`),
	// 20260131 12:00:00, 20260131T120000, 260131 12:00:00
	regexp.MustCompile(`\b((?:\d{8}[T ]?\d{2}:?\d{2}:?\d{2}|\d{6} {1,2}\d{1,2}:\d{2}:\d{2}))\b`),
	// seconds since 1970: at the beginning, and of the kernel's audit
	regexp.MustCompile(`(?:^\[?|\baudit\()(\d{10,11}(?:\.\d{3,6})?)\b`),
	// TAI64N: @4000000069f0c5a012345678
	regexp.MustCompile(`^(@[0-9a-f]{24})\b`),
	// 12:00:00
	regexp.MustCompile(`^(\d{2}:\d{2}:\d{2})\b`),
}

// maxVariants is how many dates of a line are tried.
const maxVariants = 4

// findDates returns where there are dates in a line, the first one first. Of two at one place the longer one is meant.
func findDates(line string) []span {
	var found []span
	for _, form := range dates {
		m := form.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		from := utf8.RuneCountInString(line[:m[2]])
		found = append(found, span{from, from + utf8.RuneCountInString(line[m[2]:m[3]])})
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	return slices.Compact(found[:min(len(found), maxVariants)])
}
