package fail2ban_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"bangui/fail2ban/fail2bantest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// fakeConfig is what startReal starts, for the fake.
func fakeConfig(t testing.TB, version string) fail2bantest.Config {
	t.Helper()
	log := t.TempDir() + "/sshd.log"
	write(t, log, "")
	return fail2bantest.Config{
		Version: version,
		Jails: []fail2bantest.JailConfig{
			{
				Name: "sshd", MaxRetry: 3, Ignore: []string{"127.0.0.0/8", "::1"}, LogPaths: []string{log},
				FailRegex: []string{"^sshd: failure from <HOST>$"}, Actions: []string{"note"},
			},
			{Name: "manual-1d", MaxRetry: 3, BanTime: 24 * time.Hour, Actions: []string{"note"}},
		},
	}
}

func check(t testing.TB, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// equal returns a check of a result with its error.
func equal[T any](t testing.TB, what string, want T) func(T, error) {
	return func(got T, err error) {
		t.Helper()
		check(t, what, err)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

func sorted(list []string, err error) ([]string, error) {
	slices.Sort(list)
	return list, err
}

func sortedEach(lists [][]string, err error) ([][]string, error) {
	for _, list := range lists {
		slices.Sort(list)
	}
	return lists, err
}

func count[T any](list []T, err error) (int, error) { return len(list), err }

func await(t testing.TB, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: did not happen within 10 s", what)
		}
	}
}

func write(t testing.TB, file, content string) {
	t.Helper()
	check(t, "write "+file, os.WriteFile(file, []byte(content), 0o600))
}
