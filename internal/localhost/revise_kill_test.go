package localhost_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// everyPoint is the environment variable that makes the tests of kills take an hour.
const everyPoint = "BANGUI_TEST_EVERY_POINT"

// childVariable makes the test program open a host, make a change, and kill itself on the way.
const childVariable = "LOCALHOST_TEST_CHILD"

// childOrder is what it does.
type childOrder struct {
	Socket, ConfigDir, Journal, Client, Server string
	// Order is the change; nil if the child only heals what an earlier one left.
	Order *host.ApplyOrder
	// ID is the change that it waits for.
	ID string
	// Kill is the number of the point where it kills itself, from 0; negative is never. At is the name of one instead.
	Kill int
	At   string
}

func beChild(text string) {
	var o childOrder
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		fail(err)
	}
	n := 0
	h, err := localhost.New(localhost.WithReached(localhost.Options{
		Socket: o.Socket, ConfigDir: o.ConfigDir, Changes: o.Journal, Client: o.Client, Server: o.Server, Settle: 300 * time.Millisecond,
	}, func(point string) {
		if n == o.Kill || o.At != "" && point == o.At {
			fmt.Println(point)
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
		n++
	}))
	if err != nil {
		fail(err)
	}
	if o.Order != nil {
		if err := h.Apply(context.Background(), *o.Order); err != nil {
			fail(err)
		}
	}
	for {
		state, err := h.ApplyState(context.Background(), o.ID)
		if err != nil {
			fail(err)
		}
		if state.Phase.Over() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := h.Close(); err != nil {
		fail(err)
	}
	os.Exit(0)
}

func fail(err error) {
	fmt.Println(err)
	os.Exit(1)
}

// child runs one, and returns the point where it killed itself; empty if it came to the end.
func (r *revision) child(o childOrder) string {
	r.t.Helper()
	o.Socket, o.ConfigDir, o.Journal = r.options.Socket, r.options.ConfigDir, r.options.Changes
	o.Client, o.Server = r.options.Client, r.options.Server
	text, err := json.Marshal(o)
	check(r.t, err)
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+string(text))
	output, err := cmd.Output()
	if err == nil {
		return ""
	}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || ctx.Err() != nil {
		r.t.Fatalf("child: %v\n%s", err, output)
	}
	return strings.TrimSpace(string(output))
}

// TestKilled kills the process that makes a change at every single point of it, and one that makes a change that fails, or heals one, at
// every second; on other versions than the installed one only the first, at every twelfth. The next process brings it to its end: either
// everything is as before, or everything is as it was asked for, and in both cases every ban is in force and nothing lies about. With
// BANGUI_TEST_EVERY_POINT=1 each is killed at every point on every version.
func TestKilled(t *testing.T) {
	t.Parallel()
	const text = "[ssh]\naction = other\n[web]\nmaxretry = 9\n[app]\nenabled = true\n"
	tests := []struct {
		name string
		// step is from one point to the next on the installed version, and elsewhere on the others; none is never.
		step, elsewhere int
		// fewest is how many points there are at least.
		fewest int
		// kill kills at a point of a change; at is empty if there is none.
		kill func(r *revision, point int) (o host.ApplyOrder, at string)
	}{
		{"change", 1, 12, 20, func(r *revision, point int) (o host.ApplyOrder, at string) {
			o = r.big(text)
			return o, r.child(childOrder{Order: &o, ID: o.ID, Kill: point})
		}},
		{"failing change", 2, 0, 20, func(r *revision, point int) (o host.ApplyOrder, at string) {
			o = r.big("[web]\nmaxretry = 9\n[ssh]\naction = sick\n")
			return o, r.child(childOrder{Order: &o, ID: o.ID, Kill: point})
		}},
		{"healing", 2, 0, 8, func(r *revision, point int) (o host.ApplyOrder, at string) {
			o = r.big(text)
			if at := r.child(childOrder{Order: &o, ID: o.ID, Kill: -1, At: "before verify "}); at == "" {
				r.t.Fatal("the change was not interrupted")
			}
			return o, r.child(childOrder{ID: o.ID, Kill: point})
		}},
	}
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		for _, test := range tests {
			step := test.step
			switch {
			case os.Getenv(everyPoint) == "1":
				step = 1
			case version.Root != "":
				step = test.elsewhere
			}
			if step == 0 {
				continue
			}
			t.Run(test.name, func(t *testing.T) {
				t.Parallel()
				r := killed(t, version)
				points, kills := 0, 0
				for ; ; points += step {
					o, at := test.kill(r, points)
					if at == "" {
						break
					}
					kills++
					r.healed(o, at)
				}
				t.Logf("killed at %d of %d points", kills, points)
				if points < test.fewest {
					t.Errorf("%d points", points)
				}
			})
		}
	})
}

// killed is a fail2ban with a picture of how it is, which a change shall leave or replace as a whole.
func killed(t *testing.T, version sandbox.Version) *revision {
	r := prepare(t, sandbox.Options{Version: version, Files: map[string]string{
		ours: "[ssh]\nmaxretry = 6\n", "jail.d/old.local": "[web]\nfindtime = 300\n",
	}})
	r.host = open(t, r.options)
	r.ban("ssh")
	r.ban("web")
	check(t, r.host.Close())
	return r
}

// big is a change that replaces a file, makes one in a directory that is not there, and removes one.
func (r *revision) big(text string) host.ApplyOrder {
	logs := filepath.Join(r.server.Paths().Logs, "ssh.log")
	return newOrder(r.change(ours, text+"logpath = "+logs+"\n"), r.change("fail2ban.d/zz-bangui.local", "[Definition]\ndbpurgeage = 5d\n"),
		r.remove("jail.d/old.local"))
}

// healed has the next process look after what is left, checks that it is one thing or the other, and puts back what was made.
func (r *revision) healed(o host.ApplyOrder, at string) {
	r.t.Helper()
	r.host = open(r.t, r.options)
	defer func() { check(r.t, r.host.Close()) }()
	state := r.wait(o.ID, host.Phase.Over)
	after := "a kill at " + at
	for _, pattern := range []string{".bangui*", "*/.bangui*"} {
		if left, _ := filepath.Glob(filepath.Join(r.server.Paths().Config, pattern)); len(left) > 0 {
			r.t.Errorf("%s: left %v", after, left)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(r.options.Changes, "*", o.ID+".[ob]*")); len(left) > 0 {
		r.t.Errorf("%s: left in the journal %v", after, left)
	}
	text, err := os.ReadFile(filepath.Join(r.server.Paths().Config, ours))
	check(r.t, err)
	_, err = os.Stat(filepath.Join(r.server.Paths().Config, "fail2ban.d"))
	status, failed := r.host.Status(r.t.Context())
	check(r.t, failed)
	_, old := os.Stat(filepath.Join(r.server.Paths().Config, "jail.d/old.local"))
	ssh, web := r.jail("ssh"), r.jail("web")
	before := string(text) == "[ssh]\nmaxretry = 6\n" && err != nil && old == nil && ssh.MaxRetry == 6 && ssh.Actions[0].Name != "other" &&
		ssh.Actions[0].Name != "sick" && web.MaxRetry == 3 && web.FindTime == 300*time.Second && status.PurgeAge == 24*time.Hour && len(status.Jails) == 2
	made := string(text) == string(o.Changes[0].Text) && err == nil && old != nil && ssh.Actions[0].Name == "other" && web.MaxRetry == 9 &&
		web.FindTime != 300*time.Second && status.PurgeAge == 5*24*time.Hour && len(status.Jails) == 3
	switch state.Phase {
	case host.PhaseApplied:
		if !made {
			r.t.Errorf("%s: applied, and not wholly: %s\n%+v\n%+v", after, show(state), ssh, web)
		}
		r.applied(r.change(ours, "[ssh]\nmaxretry = 6\n"), r.remove("fail2ban.d/zz-bangui.local"), host.FileChange{Name: "jail.d/old.local", Text: []byte("[web]\nfindtime = 300\n")})
		check(r.t, os.Remove(filepath.Join(r.server.Paths().Config, "fail2ban.d")))
	case host.PhaseRefused, host.PhaseRolledBack:
		if !before {
			r.t.Errorf("%s: put back, and not wholly: %s\n%+v\n%+v\n%+v", after, show(state), ssh, web, status)
		}
	default:
		r.t.Errorf("%s: %s", after, show(state))
	}
	r.banned(after, "ssh", "web")
}

// TestKilledTrial kills the process while a scratch server runs: it ends, too.
func TestKilledTrial(t *testing.T) {
	r := prepare(t, sandbox.Options{})
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	o := newOrder(r.change(ours, "[ssh]\nmaxretry = 8\n"))
	if at := r.child(childOrder{Order: &o, ID: o.ID, Kill: -1, At: "trying ssh"}); at != "trying ssh" {
		t.Fatalf("killed at %q", at)
	}
	left, err := filepath.Glob(filepath.Join(tmp, "bangui-try-*"))
	check(t, err)
	if len(left) != 1 {
		t.Fatalf("there was no scratch server: %v", left)
	}
	for end := time.Now().Add(10 * time.Second); runs(t, left[0]); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the scratch server is still running")
		}
	}
}

// runs tells whether a process has a path among its arguments.
func runs(t *testing.T, path string) bool {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	check(t, err)
	for _, name := range lines {
		if text, err := os.ReadFile(name); err == nil && strings.Contains(string(text), path) {
			return true
		}
	}
	return false
}
