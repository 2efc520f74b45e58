package fail2ban_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"bangui/fail2ban"
)

const day = 24 * time.Hour

func TestParseTime(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"-1": fail2ban.Permanent, "0": 0, "600": 10 * time.Minute, "010": 10 * time.Second, "10m": 10 * time.Minute,
		"1d 12h": 36 * time.Hour, "1d12h": 36 * time.Hour, "1d 12 h": 36 * time.Hour, "1w": 7 * day, "1mo": 2629800 * time.Second,
		"1y": 31557600 * time.Second, "1y6mo": 47336400 * time.Second, "5s": 5 * time.Second, "1h 1h": 2 * time.Hour,
		"10m ": 10 * time.Minute, "9223372036": 9223372036 * time.Second,
	} {
		t.Run(text, func(t *testing.T) { equal(t, text, want)(fail2ban.ParseTime(text)) })
	}
}

func TestParseTimeRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "-2", "-1d", "+5", "1.5h", "2**70", "1d 12", "h", "1x", "1 d 2", " 1d", "1D", "1min", "1days", "0x10", "1e3",
		"__import__('os')", "1;2", "١", "1d,2h", "1d+2h", "9223372037", "99999999999999999999", "300y", "99999999999999999999y",
		"292y 1y", "1d\x00",
	} {
		t.Run(text, func(t *testing.T) {
			if got, err := fail2ban.ParseTime(text); !errors.Is(err, fail2ban.InvalidArgument) {
				t.Errorf("%q is %v, %v, want %v", text, got, err, fail2ban.InvalidArgument)
			}
		})
	}
}

func TestFormatTime(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"-1": fail2ban.Permanent, "0": 0, "1s": 1999 * time.Millisecond, "10m": 10 * time.Minute, "1d 12h": 36 * time.Hour,
		"2w 1h 1m 1s": 14*day + 3661*time.Second, "15250w 1d 23h 47m 16s": math.MaxInt64,
	} {
		if got := fail2ban.FormatTime(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

// FuzzParseTime checks that what is accepted is written again as the same time.
func FuzzParseTime(f *testing.F) {
	for _, text := range []string{"-1", "600", "1d 12h", "1y6mo", "2**70", "9223372036s", "99999999999999999999w"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := fail2ban.ParseTime(text)
		if err != nil {
			return
		}
		if d < 0 && d != fail2ban.Permanent || d%time.Second != 0 {
			t.Fatalf("%q is %v", text, d)
		}
		equal(t, "time of "+fail2ban.FormatTime(d), d)(fail2ban.ParseTime(fail2ban.FormatTime(d)))
	})
}
