package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"bangui/e2e/rig"
)

// check is one thing that must hold.
type check struct {
	// name is for the command line and the table.
	name string
	// claim is what must hold, how is what is done to find out: both for the table.
	claim, how string
	needs      need
	// run ends normally if the claim holds and returns the figure.
	run func(*trial) string
}

// need is what a check cannot do without.
type need int

const (
	postgres need = 1 << iota
	fail2ban
	root
	compiler
	// cpu is a processor for itself: half as many run beside it.
	cpu
)

// missing says what this machine lacks; empty if nothing.
func (n need) missing() string {
	var lacks []string
	if n&postgres != 0 && !rig.HasPostgres() {
		lacks = append(lacks, rig.ErrNoPostgres.Error())
	}
	if _, err := exec.LookPath("fail2ban-server"); n&fail2ban != 0 && err != nil {
		lacks = append(lacks, "fail2ban is not installed")
	}
	if n&root != 0 && os.Geteuid() != 0 {
		lacks = append(lacks, "network namespaces need root")
	}
	if _, err := exec.LookPath("nft"); n&root != 0 && err != nil {
		lacks = append(lacks, "nft is not installed")
	}
	if _, err := exec.LookPath("go"); n&compiler != 0 && err != nil {
		lacks = append(lacks, "go is not installed")
	}
	return strings.Join(lacks, "; ")
}

// result is how a check went.
type result struct {
	check   check
	figure  string
	skipped string
	err     error
	took    time.Duration
}

// ground is what all checks share.
type ground struct {
	options
	rig *rig.Rig
	// server starts the PostgreSQL of those checks that do it no harm.
	server func() (*rig.Postgres, error)
	// ahead builds the binary whose clock is ahead.
	ahead func() (string, error)
}

func newGround(o options) (*ground, error) {
	r, err := rig.New()
	if err != nil {
		return nil, err
	}
	g := &ground{options: o, rig: r}
	g.server = sync.OnceValues(func() (*rig.Postgres, error) {
		address, err := r.FreeAddress()
		if err != nil {
			return nil, err
		}
		return r.StartPostgres(context.Background(), r.Here, "postgres", address)
	})
	g.ahead = sync.OnceValues(g.buildAhead)
	return g, nil
}

func (g *ground) close() error { return g.rig.Close() }

// runAll runs so many checks side by side and prints a line for each as it ends.
func (g *ground) runAll(ctx context.Context, all []check, aside int) []result {
	results := make([]result, len(all))
	turns := make(chan struct{}, aside)
	var wg sync.WaitGroup
	for i, c := range all {
		own := 1
		if c.needs&cpu != 0 {
			own = max(aside/2, 1)
		}
		for range own {
			turns <- struct{}{}
		}
		wg.Go(func() {
			results[i] = g.one(ctx, c)
			results[i].print()
			for range own {
				<-turns
			}
		})
	}
	wg.Wait()
	return results
}

// one runs a check, if this machine can.
func (g *ground) one(ctx context.Context, c check) result {
	if err := ctx.Err(); err != nil {
		return result{check: c, err: errors.New("interrupted")}
	}
	if lacks := c.needs.missing(); lacks != "" {
		return result{check: c, skipped: lacks}
	}
	began := time.Now()
	figure, err := g.try(ctx, c)
	return result{check: c, figure: figure, err: err, took: time.Since(began)}
}

func (r result) print() {
	took := r.took.Round(100 * time.Millisecond)
	switch {
	case r.skipped != "":
		fmt.Printf("SKIP %-18s %s\n", r.check.name, r.skipped)
	case r.err != nil:
		fmt.Printf("FAIL %-18s %v (%v)\n", r.check.name, r.err, took)
	default:
		fmt.Printf("ok   %-18s %s (%v)\n", r.check.name, r.figure, took)
	}
}

// conclude writes the document and says what went wrong.
func conclude(o options, results []result, closeErr error) error {
	failed, skipped := 0, 0
	for _, r := range results {
		if r.err != nil {
			failed++
		}
		if r.skipped != "" {
			skipped++
		}
	}
	if o.out != "" {
		if err := writeReport(o, results); err != nil {
			return err
		}
	}
	fmt.Printf("%d of %d checks hold, %d failed, %d skipped\n", len(results)-failed-skipped, len(results), failed, skipped)
	if failed > 0 || skipped > 0 && os.Getenv("BANGUI_TEST_NO_SKIP") == "1" {
		return errors.Join(fmt.Errorf("%d checks failed, %d were skipped", failed, skipped), closeErr)
	}
	return closeErr
}
