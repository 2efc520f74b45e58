package rehearsal_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/host"
	"bangui/internal/rehearsal"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// at makes failures of one address, so many seconds after noon.
func at(seconds ...int) []host.Failure {
	var all []host.Failure
	for _, s := range seconds {
		all = append(all, host.Failure{At: noon.Add(time.Duration(s) * time.Second), ID: "192.0.2.1"})
	}
	return all
}

func TestSimulate(t *testing.T) {
	rules := host.Rules{MaxRetry: 3, FindTime: 100 * time.Second, BanTime: 50 * time.Second}
	with := func(change func(*host.Rules)) host.Rules {
		r := rules
		change(&r)
		return r
	}
	longer := func(change func(*host.Increment)) host.Rules {
		return with(func(r *host.Rules) {
			r.Increment = host.Increment{Enabled: true}
			change(&r.Increment)
		})
	}
	tests := []struct {
		name     string
		rules    host.Rules
		failures []host.Failure
		// bans are the beginnings in seconds after noon; until is the end of the last, -1 permanent, 0 none.
		bans      []int
		until     int
		prevented int
	}{
		{"too few", rules, at(0, 10), nil, 0, 0},
		{"enough", rules, at(0, 10, 20), []int{20}, 70, 0},
		{"out of order", rules, at(20, 0, 10), []int{20}, 70, 0},
		{"too slow", rules, at(0, 150, 300, 450), nil, 0, 0},
		// After 90 s there are 2; at 160 s the rate of 2 in 160 s makes 1 of it.
		{"by the rate", rules, at(0, 90, 160), nil, 0, 0},
		{"by the rate, faster", rules, at(0, 90, 95, 160), []int{95}, 145, 0},
		{"what a ban prevents", rules, at(0, 1, 2, 10, 20, 51, 60, 70, 80), []int{2, 80}, 130, 3},
		{"for ever", with(func(r *host.Rules) { r.BanTime = host.Permanent }), at(0, 1, 2, 1000), []int{2}, -1, 1},
		{"at once", with(func(r *host.Rules) { r.MaxRetry = 1 }), at(0, 60), []int{0, 60}, 110, 0},
		// The second time a failure counts for 2, so that two of them suffice; the ban is doubled.
		{"longer", longer(func(*host.Increment) {}), at(0, 1, 2, 60, 61), []int{2, 61}, 161, 0},
		{"no longer than", longer(func(i *host.Increment) { i.MaxTime = 70 * time.Second }), at(0, 1, 2, 60, 61), []int{2, 61}, 131, 0},
		{"with a factor", longer(func(i *host.Increment) { i.Factor = "3" }), at(0, 1, 2, 60, 61), []int{2, 61}, 361, 0},
		{"by multipliers", longer(func(i *host.Increment) { i.Multipliers = "1 5 6" }), at(0, 1, 2, 60, 61), []int{2, 61}, 311, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := rehearsal.Simulate(test.rules, test.failures)["192.0.2.1"]
			var bans []int
			for _, begin := range got.Times {
				bans = append(bans, int(begin.Sub(noon).Seconds()))
			}
			until := 0
			switch {
			case !got.Until.IsZero():
				until = int(got.Until.Sub(noon).Seconds())
			case got.Bans > 0:
				until = -1
			}
			if diff := cmp.Diff(test.bans, bans); diff != "" || until != test.until || got.Prevented != test.prevented || got.Bans != len(bans) {
				t.Errorf("bans %v until %d, %d prevented; want %v until %d, %d prevented", bans, until, got.Prevented, test.bans, test.until, test.prevented)
			}
			if got.Failures != len(test.failures) {
				t.Errorf("%d failures, want %d", got.Failures, len(test.failures))
			}
		})
	}
}
