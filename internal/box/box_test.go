package box_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bangui/internal/box"
	"bangui/internal/fault"
)

func TestMain(m *testing.M) {
	box.Enter()
	os.Exit(m.Run())
}

// limits are wide enough for a shell.
func limits() box.Limits {
	return box.Limits{Time: 5 * time.Second, Processor: 5 * time.Second, Memory: 512 << 20, Output: 1 << 20, File: 1 << 20}
}

// shell runs a script of the test in the box; only tests do that.
func shell(t *testing.T, script string, limits box.Limits) (box.Result, string) {
	t.Helper()
	var output bytes.Buffer
	result, err := box.New(1).Run(t.Context(), box.Order{
		Program: "/bin/sh", Files: map[string][]byte{"script": []byte(script), "below/data": []byte("hello\n")},
		Args:   func(dir string) []string { return []string{filepath.Join(dir, "script")} },
		Env:    []string{"PATH=/usr/bin:/bin"},
		Output: &output, Limits: limits,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result, output.String()
}

func TestFilesAndEnding(t *testing.T) {
	t.Parallel()
	result, output := shell(t, "cat below/data; echo bad >&2; pwd; env; exit 3", limits())
	if result.Ending != box.Exited || result.Code != 3 || strings.TrimSpace(result.Complaints) != "bad" {
		t.Errorf("result %+v", result)
	}
	if !strings.HasPrefix(output, "hello\n") {
		t.Errorf("printed %q", output)
	}
	for line := range strings.Lines(output) {
		if strings.HasPrefix(line, "HOME=") || strings.HasPrefix(line, "BANGUI") {
			t.Errorf("the environment has %q of ours", line)
		}
	}
	dir := strings.Split(output, "\n")[1]
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory %s is still there: %v", dir, err)
	}
}

func TestRights(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root has rights to lose")
	}
	_, output := shell(t, "id -u; id -G; cat /etc/shadow; ls /sys/class/net; ls -ld .", limits())
	lines := strings.Split(output, "\n")
	if lines[0] != "65534" || lines[1] != "65534" || strings.Contains(output, "root:") {
		t.Errorf("runs with rights: %s", output)
	}
}

// TestCapabilities looks whether nothing of ours is left to the program, also what we were given beyond our user.
func TestCapabilities(t *testing.T) {
	t.Parallel()
	_, output := shell(t, "grep -E '^(CapEff|CapPrm|CapAmb|NoNewPrivs):' /proc/self/status", limits())
	want := "CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\n"
	if output != want {
		t.Errorf("capabilities:\n%s", output)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, script string
		change       func(*box.Limits)
		want         box.Ending
	}{
		{"busy", "while :; do :; done", func(l *box.Limits) { l.Time = time.Second }, box.TimeUp},
		{"busy for itself", "while :; do :; done", func(l *box.Limits) { l.Time, l.Processor = time.Minute, time.Second }, box.TimeUp},
		{"asleep", "sleep 60", func(l *box.Limits) { l.Time = 300 * time.Millisecond }, box.TimeUp},
		{"child asleep", "sleep 60 & wait", func(l *box.Limits) { l.Time = 300 * time.Millisecond }, box.TimeUp},
		{"much", "while :; do echo 0123456789; done", func(l *box.Limits) { l.Output = 10_000 }, box.TooMuch},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			most := limits()
			test.change(&most)
			result, output := shell(t, test.script, most)
			if result.Ending != test.want || result.Took > 20*time.Second {
				t.Errorf("%+v, want %s", result, test.want)
			}
			if uint64(len(output)) > most.Output {
				t.Errorf("printed %d bytes", len(output))
			}
		})
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	most := limits()
	most.Memory = 64 << 20
	result, _ := shell(t, `x=0123456789; while :; do x=$x$x; done`, most)
	if result.Ending == box.TimeUp || result.Ending == box.Exited && result.Code == 0 {
		t.Errorf("%+v", result)
	}
}

func TestLargeFile(t *testing.T) {
	t.Parallel()
	most := limits()
	most.File = 10_000
	_, output := shell(t, `head -c 1000000 /dev/zero > large; ls -l large`, most)
	if !strings.Contains(output, " 10000 ") {
		t.Errorf("the file grew: %s", output)
	}
}

// TestKilledGroup looks whether what the program started ends with it.
func TestKilledGroup(t *testing.T) {
	t.Parallel()
	most := limits()
	most.Time = 4 * time.Second
	_, output := shell(t, `sleep 61 & echo $!; wait`, most)
	pid := strings.TrimSpace(output)
	if pid == "" {
		t.Fatal("it told no process")
	}
	for range 1000 {
		if status, err := os.ReadFile("/proc/" + pid + "/stat"); err != nil || strings.Contains(string(status), ") Z ") {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("process %s lives on", pid)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	order := box.Order{Program: "no-such-program-here", Args: func(string) []string { return nil }, Output: &bytes.Buffer{}, Limits: limits()}
	if _, err := box.New(1).Run(t.Context(), order); !errors.Is(err, fault.Unsupported) {
		t.Errorf("no program: %v", err)
	}
	order.Program, order.Files = "/bin/true", map[string][]byte{"../out": nil}
	if _, err := box.New(1).Run(t.Context(), order); !errors.Is(err, fault.Unavailable) {
		t.Errorf("file outside: %v", err)
	}
	order.Files = nil
	dir := t.TempDir() // which nobody may not enter
	order.Program = filepath.Join(dir, "program")
	if err := os.WriteFile(order.Program, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := box.New(1).Run(t.Context(), order); os.Geteuid() == 0 && !errors.Is(err, fault.Unavailable) {
		t.Errorf("program out of reach: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := box.New(0).Run(ctx, order); !errors.Is(err, context.Canceled) {
		t.Errorf("no place: %v", err)
	}
}
