// Command fetch gets the versions of fail2ban that the tests want, without installing anything, and prints what there is.
//
//	go run ./internal/sandbox/fetch
//
// It exits with 1 only if the cache cannot be written: a version that cannot be had is said in its row.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"text/tabwriter"
	"time"

	"bangui/internal/sandbox"
)

const timeLimit = 10 * time.Minute

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "fetch:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	cache, err := sandbox.CacheDir()
	if err != nil {
		return err
	}
	for _, number := range sandbox.Releases() {
		if _, err := sandbox.Fetch(ctx, number, cache); err != nil {
			return fmt.Errorf("fail2ban %s: %w", number, err)
		}
	}
	return table(ctx, sandbox.Versions(ctx, cache))
}

// table prints a row for each version: where it is and whether it runs.
func table(ctx context.Context, versions []sandbox.Version) error {
	rows := "VERSION\tWHERE\tRUNS\n"
	for _, version := range versions {
		runs := "yes"
		if err := version.Check(ctx); err != nil {
			runs = "no: " + err.Error()
		}
		rows += fmt.Sprintf("%s\t%s\t%s\n", version.Number, where(version), runs)
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	if _, err := io.WriteString(out, rows); err != nil {
		return err
	}
	return out.Flush()
}

func where(version sandbox.Version) string {
	switch {
	case version.Reason != "":
		return "-"
	case version.Root == "":
		return "installed"
	default:
		return version.Root
	}
}
