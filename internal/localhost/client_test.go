package localhost_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// TestClientVersion asks again and again: the program is run once, and again when it is another one or does not tell.
func TestClientVersion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	client, runs := filepath.Join(dir, "fail2ban-client"), filepath.Join(dir, "runs")
	install := func(says string) {
		t.Helper()
		check(t, os.WriteFile(client+".new", fmt.Appendf(nil, "#!/bin/sh\necho run >> %s\necho '%s'\n", runs, says), 0o755)) //nolint:gosec // it is run
		check(t, os.Rename(client+".new", client))
	}
	h := open(t, localhost.Options{Socket: filepath.Join(dir, "no.sock"), ConfigDir: dir, Client: client})
	asked := func(want string, ran int) {
		t.Helper()
		for range 3 {
			if version, err := h.ClientVersion(t.Context()); version != want || (want == "") != (err != nil) {
				t.Errorf("version %q, %v, want %q", version, err, want)
			}
		}
		text, err := os.ReadFile(runs)
		check(t, err)
		if n := strings.Count(string(text), "run"); n != ran {
			t.Errorf("%q: run %d times by now, want %d", want, n, ran)
		}
	}
	install("Fail2Ban v1.0.2")
	asked("1.0.2", 1)
	install("Fail2Ban v1.1.0.dev1")
	asked("1.1.0.dev1", 2)
	install("what?")
	asked("", 5)
}

// TestClientOfAnotherVersion does not read the configuration for a server that understands it differently.
func TestClientOfAnotherVersion(t *testing.T) {
	t.Parallel()
	server := sandboxtest.Start(t, sandbox.Options{Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH()}}})
	options := optionsFor(t, server, sandbox.Version{})
	options.Client = filepath.Join(t.TempDir(), "fail2ban-client")
	check(t, os.WriteFile(options.Client, []byte("#!/bin/sh\necho 'Fail2Ban v0.9.9'\n"), 0o755)) //nolint:gosec // it is run
	err := open(t, options).ControlJail(t.Context(), "ssh", host.Reload)
	if !errors.Is(err, fault.Unsupported) || !strings.Contains(fmt.Sprint(err), "is 0.9.9, and the server") {
		t.Errorf("%v", err)
	}
	if reloaded := strings.Contains(strings.Join(server.LogLines(), "\n"), "Reload jail"); reloaded {
		t.Error("it was reloaded")
	}
}
