package link_test

import (
	"context"
	"net/netip"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
	"bangui/internal/host"
	"bangui/internal/host/hosttest"
	"bangui/internal/localhost"
	"bangui/internal/nftset/nftsettest"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// over returns a function that puts a host of this machine behind the link.
func over(t *testing.T) func(t *testing.T, options localhost.Options) host.Host {
	t.Helper()
	all := nodes(t, 2)
	var count atomic.Int64
	return func(t *testing.T, options localhost.Options) host.Host {
		t.Helper()
		h, err := localhost.New(options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = h.Close() })
		name := "h" + string(rune('0'+count.Add(1)))
		serve(t, all[1], all[0], name, h)
		return all[0].Host(name)
	}
}

// TestHostOverTheLink runs the suite on a real fail2ban of another replica.
func TestHostOverTheLink(t *testing.T) {
	t.Parallel()
	hosttest.Run(t, func(t *testing.T) hosttest.Target {
		server := sandboxtest.Start(t, sandbox.Options{
			Jails:    []sandbox.Jail{{Name: hosttest.JailA, Filter: sandbox.SSH()}, {Name: hosttest.JailB, Filter: sandbox.Web()}},
			IgnoreIP: []string{hosttest.Ignored},
		})
		open := over(t)
		paths := server.Paths()
		options := localhost.Options{
			Socket: paths.Socket, ConfigDir: paths.Config, StateFile: filepath.Join(t.TempDir(), "state.json"),
			Changes: t.TempDir(), Settle: 300 * time.Millisecond,
			Client: "fail2ban-client", Server: "fail2ban-server",
		}
		return hosttest.Target{
			Host:   open(t, options),
			Attack: func(jail string, addr netip.Addr, n int) error { return server.Attack(jail, addr, n) },
			Stop:   func(ctx context.Context) error { server.Stop(ctx); return nil }, Start: server.Restart,
			Kill:   func(context.Context) error { server.Kill(); return nil },
			Rotate: server.RotateLog,
			Break: func() error {
				path := filepath.Join(paths.Config, "jail.d", "zz-broken.local")
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					return err
				}
				return os.WriteFile(path, []byte("["+hosttest.JailB+"]\nfailregex = (<HOST>\n"), 0o600)
			},
			Reopen: func(t *testing.T) host.Host { return open(t, options) },
			Loads:  true, Evidence: true, Restores: true, Found: true,
		}
	})
}

// TestFakeHostOverTheLink runs the suite on a fake fail2ban of another replica.
func TestFakeHostOverTheLink(t *testing.T) {
	t.Parallel()
	hosttest.Run(t, func(t *testing.T) hosttest.Target { return fakeTarget(t, localhost.EnforcerOptions{}) })
}

// TestHostThatEnforcesOverTheLink runs the suite with a kernel of its own at the other end.
func TestHostThatEnforcesOverTheLink(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	hosttest.Run(t, func(t *testing.T) hosttest.Target {
		return fakeTarget(t, localhost.EnforcerOptions{Dir: t.TempDir(), BootUnits: filepath.Join(t.TempDir(), "*"), Resolvers: []string{}})
	})
}

func fakeTarget(t *testing.T, enforce localhost.EnforcerOptions) hosttest.Target {
	t.Helper()
	jail := fail2bantest.JailConfig{
		MaxRetry: hosttest.MaxRetry, BanTime: hosttest.BanTime, Ignore: []string{hosttest.Ignored}, LogPaths: []string{"/var/log/app.log"},
		FailRegex: []string{"^<HOST>$"},
	}
	a, b := jail, jail
	a.Name, b.Name = hosttest.JailA, hosttest.JailB
	server := fail2bantest.Start(t, fail2bantest.Config{
		Version: fail2bantest.V1_0_2, Jails: []fail2bantest.JailConfig{a, b}, NoDatabase: true,
	})
	noLog := func() error {
		client := fail2ban.NewClient(server.Socket())
		defer client.Close()
		return client.SetLogTarget(context.Background(), "STDOUT")
	}
	if err := noLog(); err != nil {
		t.Fatal(err)
	}
	open := over(t)
	options := localhost.Options{
		Socket: server.Socket(), ConfigDir: t.TempDir(), StateFile: filepath.Join(t.TempDir(), "state.json"), Enforce: enforce,
	}
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
		Stop: func(context.Context) error { server.Down(); return nil },
		Start: func(context.Context) error {
			if err := server.Up(); err != nil {
				return err
			}
			return noLog()
		},
		Kill:   func(context.Context) error { server.Kill(); return nil },
		Reopen: func(t *testing.T) host.Host { return open(t, options) }, Enforces: enforce.Dir != "",
	}
}
