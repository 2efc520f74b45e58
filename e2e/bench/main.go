// Command bench measures what docs/benchmarks.md shows: a real fail2ban, the real binary, and beside each figure what a user would do
// instead, in the same run.
//
//	go run ./e2e/bench -binary bin/bangui -out docs/benchmarks.md
//
// The long history has a million bans; -only history -bans 10000000 measures with ten, which takes a quarter of an hour for each database.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"time"
)

// measurement measures one thing and returns its rows of the table.
type measurement struct {
	name string
	run  func(ctx context.Context, binary string) ([]row, error)
}

func main() {
	for variable, be := range map[string]func(string) error{kernelVariable: beInKernel, publishedVariable: bePublished} {
		if text := os.Getenv(variable); text != "" {
			_ = os.Unsetenv(variable) // what is started from here has another task
			if err := be(text); err != nil {
				fmt.Fprintln(os.Stderr, "bench:", err)
				os.Exit(1)
			}
			return
		}
	}
	binary := flag.String("binary", "bin/bangui", "the binary to measure")
	out := flag.String("out", "", "the document to write; empty means only print")
	only := flag.String("only", "", "the name of the one measurement to make")
	var long historyOptions
	flag.IntVar(&long.bans, "bans", 1_000_000, "how many bans a long history has")
	flag.StringVar(&long.engine, "engine", "", "SQLite or PostgreSQL: the only database of the long history; empty means both")
	flag.IntVar(&long.runs, "runs", 60, "how often each question to the long history is asked")
	flag.IntVar(&long.arrive, "arrive", 200, "how many bans a second arrive while the long history is asked")
	flag.StringVar(&long.details, "details", "", "a file that gets the figures of every question to the long history")
	flag.StringVar(&long.keep, "keep", "", "a directory in which the SQLite databases of long histories are kept, and taken from the next time")
	flag.Parse()
	if err := bench(*binary, *out, *only, long); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(binary, out, only string, long historyOptions) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Hour)
	defer cancel()

	all := []measurement{
		{"socket round trip", roundTrip},
		{"jails of a host with 50 jails", fiftyJails},
		{"ban and unban", banAndUnban},
		{"stock configuration", stockConfiguration},
		{"change of a jail", applyChange},
		{"log line to event", logLineToEvent},
		{"cold start", coldStart},
		{"memory", memory},
		{"100,000 active bans", manyActive},
		{"one, two and three replicas", oneTwoThree},
		{"session check", sessionCheck},
		{"job claim", claimJob},
		{"event to 1,000 streams", fanOut},
		{"first contact", firstContact},
		{"reading block lists", readLists},
		{"block lists in the kernel", loadLists},
		{"a block list from its address into the kernel", publishedList},
		{"history", long.history},
	}
	if only != "" && !slices.ContainsFunc(all, func(m measurement) bool { return m.name == only }) {
		return fmt.Errorf("there is no measurement %q; there are %s", only, names(all))
	}
	var rows []row
	for _, m := range all {
		if only != "" && only != m.name {
			continue
		}
		fmt.Fprintf(os.Stderr, "measuring: %s\n", m.name)
		more, err := m.run(ctx, binary)
		if err != nil {
			fmt.Print(render(rows)) // what was measured until then
			return fmt.Errorf("%s: %w", m.name, err)
		}
		rows = append(rows, more...)
	}
	document := render(rows)
	fmt.Print(document)
	if out == "" {
		return nil
	}
	return os.WriteFile(out, []byte(document), 0o644)
}

// names are those of the measurements, in quotes.
func names(all []measurement) string {
	var quoted []string
	for _, m := range all {
		quoted = append(quoted, strconv.Quote(m.name))
	}
	return strings.Join(quoted, ", ")
}
