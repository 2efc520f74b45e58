package ban_test

import (
	"errors"
	"strings"
	"testing"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

func TestParseAddress(t *testing.T) {
	tests := []struct {
		name, text, want, problem string
	}{
		{"v4", "192.0.2.1", "192.0.2.1", ""},
		{"v6", "2001:DB8:0::1", "2001:db8::1", ""},
		{"v4 in v6", "::ffff:192.0.2.1", "192.0.2.1", ""},
		{"network of v4 in v6", "::ffff:192.0.2.0/120", "192.0.2.0/24", ""},
		{"spaces around", " 192.0.2.1\n", "192.0.2.1", ""},
		{"network", "192.0.2.0/24", "192.0.2.0/24", ""},
		{"network of one", "192.0.2.1/32", "192.0.2.1", ""},
		{"host bits", "192.0.2.1/24", "", "192.0.2.0/24"},
		{"zone", "fe80::1%eth0", "", "zone"},
		{"leading zero", "192.0.02.1", "", "leading zero"},
		{"octal network", "010.0.0.0/8", "", "leading zero"},
		{"host name", "example.org", "", "host names"},
		{"too large", "192.0.2.256", "", "like 192.0.2.1"},
		{"short", "192.0.2", "", "like 192.0.2.1"},
		{"length too long", "192.0.2.0/33", "", "like 192.0.2.0/24"},
		{"empty", "", "", "empty"},
		{"command", "192.0.2.1;id", "", "not an IP address"},
		{"wide v4 in v6", "::ffff:0:0/90", "", "IPv4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			prefix, err := ban.ParseAddress(tt.text)
			if tt.problem != "" {
				if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.problem) {
					t.Errorf("ParseAddress(%q) = %v, %v, want an invalid fault with %q", tt.text, prefix, err, tt.problem)
				}
				return
			}
			if err != nil || ban.FormatAddress(prefix) != tt.want {
				t.Errorf("ParseAddress(%q) = %v, %v, want %s", tt.text, prefix, err, tt.want)
			}
		})
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"192.0.2.1", "::ffff:1.2.3.4/100", "fe80::1%x", "1.2.3.4/33", "010.1.1.1", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		prefix, err := ban.ParseAddress(text)
		if err != nil {
			return
		}
		again, err := ban.ParseAddress(ban.FormatAddress(prefix))
		if err != nil || again != prefix {
			t.Errorf("%q → %v → %v, %v: not canonical", text, prefix, again, err)
		}
	})
}
