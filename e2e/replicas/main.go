// Command replicas checks what docs/reliability.md claims: it starts a private PostgreSQL, replicas of the real binary, a real
// fail2ban and a proxy, does to them what machines and networks do, and looks at what is left.
//
//	go run ./e2e/replicas -list
//	go run ./e2e/replicas -case partition
//	go run ./e2e/replicas -quick
//	go run ./e2e/replicas -out docs/reliability.md
//
// -quick is for every day: fewer repetitions, several checks side by side. Each check prints one line with its figure; when one
// fails, the last lines of all its processes follow. It needs PostgreSQL, fail2ban and, for some checks, root; see each check's
// needs. Checks that cannot run are skipped by name, and with BANGUI_TEST_NO_SKIP=1 fail.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// options are the flags.
type options struct {
	binary string
	quick  bool
	cases  string
	out    string
	aside  int
	list   bool
	// version is the fail2ban of the checks that can do with another one.
	version string
}

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "bin/bangui", "the binary to check")
	flag.BoolVar(&o.quick, "quick", false, "fewer repetitions")
	flag.StringVar(&o.cases, "case", "", "only these checks, separated by commas")
	flag.StringVar(&o.out, "out", "", "the document in which the figures are written; empty means only print")
	flag.IntVar(&o.aside, "aside", 0, "how many checks run side by side; by default 1, with -quick 4")
	flag.StringVar(&o.version, "fail2ban", "", "the version of fail2ban for history and history-pg, from the cache of internal/sandbox/fetch; by default the installed one")
	flag.BoolVar(&o.list, "list", false, "list the checks")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "replicas:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	chosen, err := choose(o.cases)
	if err != nil {
		return err
	}
	if o.list {
		for _, c := range chosen {
			fmt.Printf("%-18s %s\n", c.name, c.claim)
		}
		return nil
	}
	if _, err := os.Stat(o.binary); err != nil {
		return fmt.Errorf("%w (make build)", err)
	}
	if o.aside == 0 {
		o.aside = 1
		if o.quick {
			o.aside = 4
		}
	}
	g, err := newGround(o)
	if err != nil {
		return err
	}
	results := g.runAll(ctx, chosen, o.aside)
	return conclude(o, results, g.close())
}

// choose finds the checks by their names; no names means all.
func choose(names string) ([]check, error) {
	all := checks()
	if names == "" {
		return all, nil
	}
	var chosen []check
	for name := range strings.SplitSeq(names, ",") {
		found := false
		for _, c := range all {
			if c.name == name {
				chosen, found = append(chosen, c), true
			}
		}
		if !found {
			return nil, fmt.Errorf("no check %q; see -list", name)
		}
	}
	return chosen, nil
}
