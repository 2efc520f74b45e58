package localhost_test

import (
	"flag"
	"os"
	"testing"

	"bangui/internal/box"
)

// TestMain runs more tests at the same time than there are processors: they wait for fail2ban most of the time.
func TestMain(m *testing.M) {
	box.Enter()
	if text := os.Getenv(childVariable); text != "" {
		beChild(text)
	}
	if text := os.Getenv(enforceVariable); text != "" {
		beEnforcing(text)
	}
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
