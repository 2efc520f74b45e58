package fail2ban_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
	"bangui/fail2ban/wire"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func fake(t testing.TB, options ...fail2ban.Option) (*fail2bantest.Server, *fail2ban.Client) {
	t.Helper()
	server := fail2bantest.Start(t, fakeConfig(t, fail2bantest.V1_0_2))
	client := fail2ban.NewClient(server.Socket(), options...)
	t.Cleanup(func() { _ = client.Close() })
	return server, client
}

func within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// wantReason checks why a command had no answer, and that the error names the command.
func wantReason(t testing.TB, err error, reason fail2ban.Reason, command string) {
	t.Helper()
	failed, ok := errors.AsType[*fail2ban.ConnError](err)
	if !ok || !errors.Is(err, reason) || failed.Command != command || !strings.Contains(err.Error(), command) {
		t.Errorf("got %v, want %q for %q", err, reason, command)
	}
}

func TestSocketTrouble(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), "")
	stale := fail2bantest.Start(t, fail2bantest.Config{})
	stale.Kill()
	for _, test := range []struct {
		name, socket string
		want         []fail2ban.Reason
	}{
		{"missing", filepath.Join(dir, "none.sock"), []fail2ban.Reason{fail2ban.NoSocket, fail2ban.NotRunning}},
		{"missing directory", filepath.Join(dir, "none", "f.sock"), []fail2ban.Reason{fail2ban.NoSocket, fail2ban.NotRunning}},
		{"below a file", filepath.Join(dir, "file", "f.sock"), []fail2ban.Reason{fail2ban.NoSocket}},
		{"stale", stale.Socket(), []fail2ban.Reason{fail2ban.StaleSocket, fail2ban.NotRunning}},
		{"too long", filepath.Join(dir, strings.Repeat("x", 120)), []fail2ban.Reason{fail2ban.NoSocket}},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := fail2ban.NewClient(test.socket, fail2ban.WithRestartGrace(20*time.Millisecond))
			defer func() { _ = client.Close() }()
			err := client.Ping(t.Context())
			for _, reason := range test.want {
				if !errors.Is(err, reason) {
					t.Errorf("got %v, want %q", err, reason)
				}
			}
		})
	}
}

func TestNoPermission(t *testing.T) {
	server, client := fake(t)
	check(t, "chmod", os.Chmod(server.Socket(), 0))
	wantReason(t, asNobody(func() error { return client.Ping(t.Context()) }), fail2ban.NoPermission, "ping")
}

// asNobody runs do without root's rights: on a thread of its own, which ends with the goroutine. For others than root it changes
// nothing.
func asNobody(do func() error) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		const nobody, unchanged = 65534, ^uintptr(0)
		_, _, _ = syscall.RawSyscall(syscall.SYS_SETRESUID, unchanged, nobody, unchanged)
		result <- do()
	}()
	return <-result
}

// TestTimeout checks that an answer that comes too late is not taken for the next command's.
func TestTimeout(t *testing.T) {
	server, client := fake(t)
	check(t, "ping", client.Ping(t.Context()))
	server.Disturb(fail2bantest.Disturbance{Command: "status sshd", Delay: 2 * time.Second})
	_, err := client.Jail("sshd").Status(within(t, 20*time.Millisecond))
	wantReason(t, err, fail2ban.NotAnswering, "status sshd")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's error in it", err)
	}
	equal(t, "next answer", 3)(client.Jail("sshd").MaxRetry(t.Context()))
	await(t, "old connection closed", func() bool { return server.Connections() == 1 })
}

func TestCancel(t *testing.T) {
	server, client := fake(t)
	server.Disturb(fail2bantest.Disturbance{Command: "ping", Stall: true})
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("the page was closed")
	time.AfterFunc(20*time.Millisecond, func() { cancel(reason) })
	if err := client.Ping(ctx); !errors.Is(err, reason) {
		t.Errorf("got %v, want %v", err, reason)
	}
	check(t, "ping", client.Ping(t.Context()))
}

// TestStopMidReply checks that the client gives a broken connection up and makes a new one.
func TestStopMidReply(t *testing.T) {
	for _, part := range []int{-1, 1, 2, 15, 30} {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			server, client := fake(t)
			server.Disturb(fail2bantest.Disturbance{Command: "set sshd", Part: part})
			_, err := client.Jail("sshd").Ban(t.Context(), prefixes(t, "192.0.2.1")...)
			wantReason(t, err, fail2ban.Disconnected, "set sshd banip")
			equal(t, "banned nevertheless", []bool{true})(client.Jail("sshd").IsBanned(t.Context(), "192.0.2.1"))
		})
	}
}

func TestStall(t *testing.T) {
	server, client := fake(t)
	server.Disturb(fail2bantest.Disturbance{Command: "banned", Part: 10, Stall: true})
	_, err := client.Banned(within(t, 30*time.Millisecond))
	wantReason(t, err, fail2ban.NotAnswering, "banned")
	equal(t, "banned", map[string][]string{"manual-1d": {}, "sshd": {}})(client.Banned(t.Context()))
	await(t, "old connection closed", func() bool { return server.Connections() == 1 })
}

func TestChunks(t *testing.T) {
	server, client := fake(t)
	equal(t, "ban", 1)(client.Jail("sshd").Ban(t.Context(), prefixes(t, "2001:db8::1")...))
	server.Disturb(fail2bantest.Disturbance{Chunk: 1})
	status, err := client.Jail("sshd").Status(t.Context())
	if err != nil || len(status.Banned) != 1 || status.Banned[0] != "2001:db8::1" {
		t.Errorf("status byte by byte is %+v, %v", status, err)
	}
}

func TestGarbage(t *testing.T) {
	const end = wire.EndMark
	for name, raw := range map[string]string{
		"no pickle":          "hello" + end,
		"no end mark":        "\x80\x05K\x00\x8c\x04pong\x86." + strings.Repeat("x", 40),
		"wrong shape":        "\x80\x05K\x07." + end,
		"wrong code":         "\x80\x05K\x07N\x86." + end,
		"wrong error":        "\x80\x05K\x01N\x86." + end,
		"wrong payload":      "\x80\x05K\x00]\x86." + end,
		"too many elements":  "\x80\x05K\x00K\x00K\x00\x87." + end,
		"list of one":        "\x80\x05]K\x00a." + end,
		"call of a function": "\x80\x05K\x00cos\nsystem\n\x8c\x02id\x85R\x86." + end,
	} {
		t.Run(name, func(t *testing.T) {
			server, client := fake(t)
			server.Disturb(fail2bantest.Disturbance{Command: "get sshd maxretry", Raw: []byte(raw)})
			_, err := client.Jail("sshd").MaxRetry(t.Context())
			wantReason(t, err, fail2ban.BadReply, "get sshd maxretry")
			equal(t, "next answer", 3)(client.Jail("sshd").MaxRetry(t.Context()))
			await(t, "old connection closed", func() bool { return server.Connections() == 1 })
		})
	}
}

// TestExtraAnswer checks that an answer nobody asked for is not taken for the next command's.
func TestExtraAnswer(t *testing.T) {
	server, client := fake(t)
	pong := "\x80\x05K\x00\x8c\x04pong\x86." + wire.EndMark
	server.Disturb(fail2bantest.Disturbance{Command: "ping", Raw: []byte(pong + pong)})
	check(t, "ping", client.Ping(t.Context()))
	equal(t, "next answer", 3)(client.Jail("sshd").MaxRetry(t.Context()))
}

func TestErrorReplies(t *testing.T) {
	server, client := fake(t)
	server.Disturb(fail2bantest.Disturbance{Raw: []byte("\x80\x05\x8c\x0bERROR: oops." + wire.EndMark)})
	if err := client.Ping(t.Context()); !errors.Is(err, fail2ban.NotTransferable) || !strings.Contains(err.Error(), "oops") {
		t.Errorf("got %v, want %v", err, fail2ban.NotTransferable)
	}
	server.Disturb(fail2bantest.Disturbance{Raw: []byte("\x80\x05]\x8c\x08SHUTDOWNa." + wire.EndMark)})
	wantReason(t, client.Ping(t.Context()), fail2ban.ShuttingDown, "ping")
	check(t, "ping", client.Ping(t.Context()))
}

func TestLimits(t *testing.T) {
	server, client := fake(t, fail2ban.WithLimits(wire.Limits{Bytes: 2000}))
	equal(t, "ban", 25)(client.Jail("sshd").Ban(t.Context(), many(t, 25)...))
	_, err := client.Banned(t.Context())
	check(t, "banned within the limit", err)
	equal(t, "ban", 100)(client.Jail("manual-1d").Ban(t.Context(), many(t, 100)...))
	_, err = client.Banned(t.Context())
	wantReason(t, err, fail2ban.BadReply, "banned")
	await(t, "old connection closed", func() bool { return server.Connections() <= 1 })
	check(t, "ping", client.Ping(t.Context()))
}

// TestRestart checks that a restart between two commands is not seen, whatever the command, and that the version is read anew.
func TestRestart(t *testing.T) {
	server, client := fake(t)
	_, err := client.Version(t.Context())
	check(t, "version", err)
	for _, end := range []func(){server.Down, server.Kill} {
		end()
		check(t, "up", server.Up())
		check(t, "idle", client.Jail("sshd").Idle(t.Context()))
		_, err = client.Version(t.Context())
		check(t, "version", err)
	}
	versions := 0
	for _, command := range server.Received() {
		if command == "version" {
			versions++
		}
	}
	if versions != 3 {
		t.Errorf("version was asked %d times, want 3", versions)
	}
}

// TestRestartWhileCalling checks that a call made while the server is away waits for it.
func TestRestartWhileCalling(t *testing.T) {
	server, client := fake(t)
	check(t, "ping", client.Ping(t.Context()))
	server.Down()
	up := make(chan error)
	go func() {
		time.Sleep(50 * time.Millisecond)
		up <- server.Up()
	}()
	check(t, "ping", client.Ping(t.Context()))
	check(t, "up", <-up)
}

// TestLostBeforeAnswer checks that only commands that change nothing are sent again.
func TestLostBeforeAnswer(t *testing.T) {
	server, client := fake(t)
	check(t, "ping", client.Ping(t.Context()))
	server.Disturb(fail2bantest.Disturbance{Command: "get sshd maxretry", Part: -1})
	equal(t, "sent again", 3)(client.Jail("sshd").MaxRetry(t.Context()))
	server.Disturb(fail2bantest.Disturbance{Command: "set sshd maxretry", Part: -1})
	wantReason(t, client.Jail("sshd").SetMaxRetry(t.Context(), 4), fail2ban.Disconnected, "set sshd maxretry")
	sent := 0
	for _, command := range server.Received() {
		if command == "set sshd maxretry 4" {
			sent++
		}
	}
	if sent != 1 {
		t.Errorf("the change was sent %d times, want 1", sent)
	}
}

// TestEAGAINStorm has many clients at a busy server, which refuses all but two connections until it is free.
func TestEAGAINStorm(t *testing.T) {
	server := fail2bantest.Start(t, fakeConfig(t, fail2bantest.V1_0_2))
	server.Busy(time.Second)
	const clients = 12
	if refused := dialAll(t, server.Socket(), clients); refused < clients-3 {
		t.Fatalf("%d of %d dials were refused: the fake is not busy", refused, clients)
	}
	server.Busy(time.Second)
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			client := fail2ban.NewClient(server.Socket())
			defer func() { _ = client.Close() }()
			if _, err := client.Stats(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	await(t, "all connections closed", func() bool { return server.Connections() == 0 })
}

// dialAll dials without patience and counts the refusals.
func dialAll(t *testing.T, socket string, n int) int {
	t.Helper()
	refused := 0
	for range n {
		conn, err := net.Dial("unix", socket)
		if err != nil {
			refused++
			continue
		}
		defer func() { _ = conn.Close() }()
	}
	return refused
}

func TestBusyForTooLong(t *testing.T) {
	server, client := fake(t)
	server.Busy(2 * time.Second)
	for range 2 {
		conn, err := net.Dial("unix", server.Socket())
		check(t, "dial", err)
		defer func() { _ = conn.Close() }()
	}
	wantReason(t, client.Ping(within(t, 40*time.Millisecond)), fail2ban.NotAnswering, "ping")
}

// TestOneConnection has many callers share one client: one connection, each its own answer.
func TestOneConnection(t *testing.T) {
	server, client := fake(t)
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			text := fmt.Sprint("caller ", i)
			got, err := client.Do(t.Context(), "echo", text)
			if list, ok := got.(wire.List); err != nil || !ok || len(list) != 1 || list[0] != wire.Value(text) {
				t.Errorf("echo %q is %v, %v", text, got, err)
			}
		})
	}
	all.Wait()
	if n := server.MostConnections(); n != 1 {
		t.Errorf("there were %d connections at once, want 1", n)
	}
}

// TestQueue checks that callers are served in their order and that one may give up waiting without harm to the others.
func TestQueue(t *testing.T) {
	server, client := fake(t)
	check(t, "ping", client.Ping(t.Context()))
	server.Disturb(fail2bantest.Disturbance{Command: "echo first", Delay: 2 * time.Second})
	var all sync.WaitGroup
	for _, name := range []string{"first", "second", "third"} {
		all.Go(func() {
			if _, err := client.Do(t.Context(), "echo", name); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(200 * time.Millisecond) // so that they come one after the other
	}
	if err := client.Ping(within(t, 100*time.Millisecond)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting in the queue: %v, want %v", err, context.DeadlineExceeded)
	}
	all.Wait()
	want := "ping, echo first, echo second, echo third"
	if got := strings.Join(server.Received(), ", "); got != want {
		t.Errorf("received %s, want %s", got, want)
	}
}

func TestClose(t *testing.T) {
	server, client := fake(t)
	check(t, "ping", client.Ping(t.Context()))
	check(t, "close", client.Close())
	wantReason(t, client.Ping(t.Context()), fail2ban.Closed, "ping")
	await(t, "connection closed", func() bool { return server.Connections() == 0 })
}

func TestStop(t *testing.T) {
	_, client := fake(t, fail2ban.WithRestartGrace(20*time.Millisecond))
	check(t, "stop", client.Stop(t.Context()))
	await(t, "server gone", func() bool { return errors.Is(client.Ping(t.Context()), fail2ban.NotRunning) })
}
