package conf_test

import (
	"testing"

	"bangui/fail2ban/conf"
)

func TestSeconds(t *testing.T) {
	tests := []struct {
		text string
		want float64
		ok   bool
	}{
		{"600", 600, true}, {"10m", 600, true}, {"-1", -1, true}, {" 1d 12h ", 129600, true}, {"1d12h", 129600, true},
		{"1hour+30min", 5400, true}, {"1year-6mo", 15778800, true}, {"6 months", 15778800, true}, {"2ww", 1209600, true}, {"1.5H", 5400, true},
		{"", 0, false}, {"2*60", 0, false}, {"1 fortnight", 0, false}, {"__import__('os')", 0, false},
	}
	for _, tt := range tests {
		if got, ok := conf.Seconds(tt.text); got != tt.want || ok != tt.ok {
			t.Errorf("%q: got %v, %v, want %v, %v", tt.text, got, ok, tt.want, tt.ok)
		}
	}
}
