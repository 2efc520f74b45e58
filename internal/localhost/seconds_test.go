package localhost_test

import (
	"testing"
	"time"

	"bangui/internal/localhost"
)

func TestTimeOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"600": 600 * time.Second, "10m": 10 * time.Minute, "1d 12h": 36 * time.Hour, "1d12h": 36 * time.Hour, "1h + 30min": 90 * time.Minute, "-1": -time.Second,
		" 2 weeks ": 14 * 24 * time.Hour, "1mo": 2_629_800 * time.Second, "1Y": 31_557_600 * time.Second, "0.5h": 30 * time.Minute,
	} {
		if got, ok := localhost.TimeOf(text); !ok || got != want {
			t.Errorf("%q is %s, %v; want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "x", "10 parsecs", "1h-30m", "2**70", "__import__('os')", "1e9y", "99999999999999999999"} {
		if got, ok := localhost.TimeOf(text); ok {
			t.Errorf("%q is %s", text, got)
		}
	}
}
