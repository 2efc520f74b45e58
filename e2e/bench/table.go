package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// row is one line of the table. Texts are ready to be shown.
type row struct {
	what      string
	ours      string
	instead   string
	reference string
	budget    string
}

// sample is a set of durations of the same thing.
type sample []time.Duration

// quantile returns the q-th part of the sample, 0 to 1.
func (s sample) quantile(q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func (s sample) String() string {
	return fmt.Sprintf("%s · %s", short(s.quantile(0.5)), short(s.quantile(0.99)))
}

// short writes a duration with three digits, in the unit that suits it.
func short(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%.3g µs", float64(d)/float64(time.Microsecond))
	case d < time.Second:
		return fmt.Sprintf("%.3g ms", float64(d)/float64(time.Millisecond))
	default:
		return fmt.Sprintf("%.3g s", d.Seconds())
	}
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }

func render(rows []row) string {
	var b strings.Builder
	b.WriteString("# Benchmarks\n\n")
	b.WriteString("Written by `make bench` (or `make bench-10m` for the longest history): a real fail2ban in a directory of its own, the real binary, and beside each figure what one would do instead,\n")
	b.WriteString("measured in the same run. Times are median · 99th percentile. Machines differ: compare the columns, not runs on different machines.\n")
	b.WriteString("Replicas, PostgreSQL, fail2ban and those who ask share the cores of one machine here.\n\n")
	b.WriteString("A long history is made up by `bangui dev seed`. All questions about it are asked at the API while a real fail2ban bans 200 addresses a\n")
	b.WriteString("second: each block of the dashboard for a day, a week, a month and a year, with 18 sets of filters; lists and counts with 40 others. Beside\n")
	b.WriteString("it stands the same as plain SQL over the table of bans.\n\n")
	fmt.Fprintf(&b, "Measured with %s on %d cores (%s), %s.\n\n", runtime.Version(), runtime.NumCPU(), processor(), time.Now().UTC().Format("2006-01-02"))
	b.WriteString("| what | BanGUI | instead | | budget |\n| --- | --- | --- | --- | --- |\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.what, r.ours, r.instead, r.reference, r.budget)
	}
	b.WriteString("\nRepeat it with `make bench` or `make bench-10m`; the code is in `e2e/bench`. Micro-benchmarks of single packages: `go test -run '^$' -bench . ./PACKAGE`.\n")
	return b.String()
}

func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return "unknown processor"
}
