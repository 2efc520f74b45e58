package main

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

// claimJob runs the micro-benchmark of the store in which a run of a job is claimed and ended.
func claimJob(ctx context.Context, _ string) ([]row, error) {
	out, err := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "/^claim$", "-benchtime", "500x", "./internal/store").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	took := map[string]time.Duration{}
	for _, m := range regexp.MustCompile(`Benchmark(\w+)/claim\S*\s+\d+\s+(\d+) ns/op`).FindAllStringSubmatch(string(out), -1) {
		n, err := strconv.ParseInt(m[2], 10, 64)
		if err != nil {
			return nil, err
		}
		took[m[1]] = time.Duration(n)
	}
	if took["Postgres"] == 0 || took["SQLite"] == 0 {
		return nil, fmt.Errorf("no figures in %s", out)
	}
	return []row{{
		"claiming a run of a job and ending it, in PostgreSQL (mean; no fsync)", short(took["Postgres"]), "the same in SQLite", short(took["SQLite"]), "",
	}}, nil
}
