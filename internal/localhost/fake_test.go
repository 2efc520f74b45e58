package localhost_test

import (
	"context"
	"net/netip"
	"path/filepath"
	"testing"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
	"bangui/internal/host"
	"bangui/internal/host/hosttest"
	"bangui/internal/localhost"
	"bangui/internal/nftset/nftsettest"
)

// TestHostOverFake runs the suite over a fake server, which has neither a log nor a database: all that happens is told by its socket.
func TestHostOverFake(t *testing.T) {
	t.Parallel()
	for _, version := range []string{fail2bantest.V0_11_2, fail2bantest.V1_0_2, fail2bantest.V1_1_0, fail2bantest.V1_1_1} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			hosttest.Run(t, func(t *testing.T) hosttest.Target { return fakeTarget(t, version, localhost.EnforcerOptions{}) })
		})
	}
}

// TestHostThatEnforces runs the suite with a kernel of its own.
func TestHostThatEnforces(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	hosttest.Run(t, func(t *testing.T) hosttest.Target { return fakeTarget(t, fail2bantest.V1_1_0, enforcing(t)) })
}

// enforcing are options to block in the kernel.
func enforcing(t *testing.T) localhost.EnforcerOptions {
	t.Helper()
	return localhost.EnforcerOptions{Dir: t.TempDir(), BootUnits: filepath.Join(t.TempDir(), "*"), Resolvers: []string{}}
}

func fakeTarget(t *testing.T, version string, enforce localhost.EnforcerOptions) hosttest.Target {
	t.Helper()
	jail := fail2bantest.JailConfig{
		MaxRetry: hosttest.MaxRetry, BanTime: hosttest.BanTime, Ignore: []string{hosttest.Ignored}, LogPaths: []string{"/var/log/app.log"},
		FailRegex: []string{"^<HOST>$"},
	}
	a, b := jail, jail
	a.Name, b.Name = hosttest.JailA, hosttest.JailB
	server := fail2bantest.Start(t, fail2bantest.Config{Version: version, Jails: []fail2bantest.JailConfig{a, b}, NoDatabase: true})
	noLog := func() error {
		client := fail2ban.NewClient(server.Socket())
		defer client.Close()
		return client.SetLogTarget(context.Background(), "STDOUT")
	}
	check(t, noLog())
	start := func(context.Context) error {
		if err := server.Up(); err != nil {
			return err
		}
		return noLog()
	}
	options := localhost.Options{Socket: server.Socket(), ConfigDir: t.TempDir(), StateFile: filepath.Join(t.TempDir(), "state.json"), Enforce: enforce}
	return hosttest.Target{
		Host: open(t, options),
		Attack: func(jail string, addr netip.Addr, n int) error {
			for range n {
				if err := server.Fail(jail, addr.String(), "a failure of "+addr.String()); err != nil {
					return err
				}
			}
			return nil
		},
		Stop:   func(context.Context) error { server.Down(); return nil },
		Start:  start,
		Kill:   func(context.Context) error { server.Kill(); return nil },
		Reopen: func(t *testing.T) host.Host { return open(t, options) }, Enforces: enforce.Dir != "",
	}
}
