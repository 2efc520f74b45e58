package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"bangui/internal/box"
	"bangui/internal/settings"
)

// asProgram makes the test binary be the program itself.
const asProgram = "BANGUI_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	box.Enter()
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// program prepares a run of bangui with nothing of this machine's environment.
func program(t *testing.T, environ []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append([]string{asProgram + "=1", "HOME=" + t.TempDir(), "BANGUI_CONFIG=" + os.DevNull}, environ...)
	return cmd
}

func TestEverySettingHasAFlag(t *testing.T) {
	help, err := program(t, nil, "serve", "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range settings.Names() {
		if flag := "--" + strings.ReplaceAll(name, "_", "-") + "="; !strings.Contains(string(help), flag) {
			t.Errorf("no flag %s", flag)
		}
	}
}

func TestExitCodes(t *testing.T) {
	tests := []struct {
		name    string
		environ []string
		args    []string
		code    int
		message string
	}{
		{"version", nil, []string{"version"}, 0, ""},
		{"unknown flag", nil, []string{"serve", "--lisen=x"}, 64, `did you mean "--listen"`},
		{"no command", nil, nil, 64, "Try: bangui --help"},
		{"unknown variable", []string{"BANGUI_DATADIR=/x"}, []string{"serve"}, 78, "did you mean BANGUI_DATA_DIR?"},
		{"workers", []string{"WEB_CONCURRENCY=2"}, []string{"serve"}, 78, "several workers need PostgreSQL"},
		{"flag wins and is wrong", []string{"BANGUI_LISTEN=127.0.0.1:1"}, []string{"serve", "--listen=nowhere"}, 78, "flag --listen: "},
		{"unwritable directory", nil, []string{"serve", "--data-dir=/proc/nowhere"}, 78, "the data directory /proc/nowhere cannot be created"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stderr bytes.Buffer
			cmd := program(t, tt.environ, tt.args...)
			cmd.Stderr = &stderr
			_ = cmd.Run() // the exit code tells
			if code := cmd.ProcessState.ExitCode(); code != tt.code {
				t.Errorf("exit code %d, want %d: %s", code, tt.code, &stderr)
			}
			if !strings.Contains(stderr.String(), tt.message) {
				t.Errorf("got %q, want %q in it", &stderr, tt.message)
			}
		})
	}
}

// TestUnsafeShape sees what stands on the terminal of somebody who starts what must not be started.
func TestUnsafeShape(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	running, _ := serveFor(t, dir)
	tests := []struct {
		name    string
		environ []string
		parts   []string
	}{
		{"workers", []string{"BANGUI_WORKERS=3"}, []string{
			"environment BANGUI_WORKERS: BANGUI_WORKERS asks for 3 processes, but the database is SQLite",
			"set BANGUI_WORKERS to 1 or remove it: one process uses all cores",
		}},
		{"concurrency", []string{"WEB_CONCURRENCY=auto"}, []string{`environment WEB_CONCURRENCY: workers: "auto" is not a whole number`, "set it to 1 or remove it"}},
		{"second process", nil, []string{
			"another BanGUI uses " + dir + " already: process " + strconv.Itoa(running.Process.Pid) + " on ", " since 20", "stop that one first",
			`"read_more":"docs/guide/deployment.md, section \"One process or several\""`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stderr bytes.Buffer
			cmd := program(t, tt.environ, "serve", "--data-dir="+dir, "--listen=127.0.0.1:0")
			cmd.Stderr = &stderr
			_ = cmd.Run() // the exit code tells
			if code := cmd.ProcessState.ExitCode(); code != 78 {
				t.Errorf("exit code %d, want 78", code)
			}
			for _, part := range append(tt.parts, "Why it matters: with SQLite one process must own the database",
				"bangui serve --database-url-file /etc/bangui/database-url", "Read more: docs/guide/deployment.md, section \"One process or several\"") {
				if !strings.Contains(stderr.String(), part) {
					t.Errorf("got %s\nwant %q in it", &stderr, part)
				}
			}
		})
	}
}

// serveFor starts a server and returns it with the link that it printed.
func serveFor(t *testing.T, dir string, flags ...string) (*exec.Cmd, string) {
	t.Helper()
	cmd := program(t, nil, append([]string{"serve", "--data-dir=" + dir, "--listen=127.0.0.1:0"}, flags...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endOf(cmd) })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); strings.HasPrefix(line, "http") {
			return cmd, line
		}
	}
	t.Fatal("the server ended before it printed a link")
	return nil, ""
}

// endOf kills a program and waits until it is gone, so that its directory can be removed. That it ended already is no matter.
func endOf(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

func TestStopAndStartAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGKILL, syscall.SIGTERM} {
		began := time.Now()
		cmd, link := serveFor(t, dir, "--fail2ban-socket="+filepath.Join(dir, "none.sock"))
		if took := time.Since(began); took > 14*time.Second {
			t.Errorf("the start before %v took %v", signal, took)
		}
		if !strings.Contains(link, "/setup#token=") {
			t.Errorf("link %q has no token in its fragment", link)
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // the exit code tells
		if code := cmd.ProcessState.ExitCode(); signal != syscall.SIGKILL && code != 0 {
			t.Errorf("exit code %d after %v, want 0", code, signal)
		}
	}
}
