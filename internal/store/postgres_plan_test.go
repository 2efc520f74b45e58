package store

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"bangui/internal/store/pgtest"
)

// TestPlanForNewHost plans what each batch asks first, for a host and a jail that are newer than PostgreSQL's statistics: it must look for each
// key.
func TestPlanForNewHost(t *testing.T) {
	s := openForTest(t, Options{URL: pgtest.URL(t), Logger: slog.New(slog.DiscardHandler)})
	now := time.Now()
	if err := s.Seed(t.Context(), madeUp(t, now, 1)); err != nil {
		t.Fatal(err)
	}
	byKey := regexp.MustCompile(`Index Cond: \(\(host = .* AND \(jail = .* AND \(address = `)
	for _, keys := range []int{1, 40} {
		args := []any{"new", now}
		for i := range keys {
			args = append(args, "newjail", fmt.Sprintf("192.0.2.%d", i))
		}
		lines, err := all(t.Context(), s.read, value[string], `explain `+bansOfKeys(keys), args...)
		if err != nil {
			t.Fatal(err)
		}
		if plan := strings.Join(lines, "\n"); !byKey.MatchString(plan) {
			t.Errorf("the bans of %d keys are not looked for by key:\n%s", keys, plan)
		}
	}
}

// TestSessionsPlanForValues looks at the settings of two sessions.
func TestSessionsPlanForValues(t *testing.T) {
	s := openForTest(t, Options{URL: pgtest.URL(t), Logger: slog.New(slog.DiscardHandler)})
	for range 2 {
		c, err := s.read.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		set, err := all(t.Context(), c, value[string], `
			select concat_ws(' ', current_setting('plan_cache_mode'), current_setting('jit'), current_setting('random_page_cost'))`)
		if err != nil || len(set) != 1 || set[0] != "force_custom_plan off 1.1" {
			t.Errorf("settings %q, %v", set, err)
		}
	}
}
