package localhost_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bangui/internal/host"
	"bangui/internal/host/hosttest"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// TestHost runs the suite on every fail2ban that can be had here.
func TestHost(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		hosttest.Run(t, func(t *testing.T) hosttest.Target { return realTarget(t, sandbox.Options{Version: version}) })
	})
}

// TestHostWithoutDatabase and TestHostWithoutLog run the suite where half of what we read is missing.
func TestHostWithoutDatabase(t *testing.T) {
	t.Parallel()
	hosttest.Run(t, func(t *testing.T) hosttest.Target {
		target := realTarget(t, sandbox.Options{NoDatabase: true})
		target.Evidence, target.Restores = false, false
		return target
	})
}

func TestHostWithoutLog(t *testing.T) {
	t.Parallel()
	hosttest.Run(t, func(t *testing.T) hosttest.Target {
		target := realTarget(t, sandbox.Options{LogLevel: "ERROR"})
		target.Found, target.Rotate = false, nil
		return target
	})
}

func realTarget(t *testing.T, opts sandbox.Options) hosttest.Target {
	t.Helper()
	opts.Jails = []sandbox.Jail{{Name: hosttest.JailA, Filter: sandbox.SSH()}, {Name: hosttest.JailB, Filter: sandbox.Web()}}
	opts.IgnoreIP = []string{hosttest.Ignored}
	server := sandboxtest.Start(t, opts)
	options := optionsFor(t, server, opts.Version)
	stop := func(ctx context.Context) error { server.Stop(ctx); return nil }
	return hosttest.Target{
		Host:   open(t, options),
		Attack: func(jail string, addr netip.Addr, n int) error { return server.Attack(jail, addr, n) },
		Stop:   stop, Start: server.Restart,
		Kill:   func(context.Context) error { server.Kill(); return nil },
		Rotate: server.RotateLog,
		Break: func() error {
			path := filepath.Join(server.Paths().Config, "jail.d", "zz-broken.local")
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return err
			}
			return os.WriteFile(path, []byte("["+hosttest.JailB+"]\nfailregex = (<HOST>\n"), 0o600)
		},
		Reopen: func(t *testing.T) host.Host { return open(t, options) },
		Loads:  true, Evidence: true, Restores: true, Found: true,
	}
}

func open(t *testing.T, options localhost.Options) *localhost.Host {
	t.Helper()
	h, err := localhost.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

func optionsFor(t *testing.T, server *sandbox.Server, version sandbox.Version) localhost.Options {
	t.Helper()
	paths := server.Paths()
	return localhost.Options{
		Socket: paths.Socket, ConfigDir: paths.Config, StateFile: filepath.Join(t.TempDir(), "state.json"),
		Changes: t.TempDir(), Settle: 300 * time.Millisecond, Confirm: 30 * time.Second,
		Client: program(t, version, "fail2ban-client"), Server: program(t, version, "fail2ban-server"),
		Regex:  publicProgram(t, version, "fail2ban-regex"),
		Logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
}

// program is a program of a version; of one that is unpacked and not installed, a script that runs it with the machine's Python.
func program(t *testing.T, version sandbox.Version, name string) string {
	t.Helper()
	if version.Root == "" {
		return name
	}
	boot, err := filepath.Abs(filepath.Join("..", "sandbox", "boot.py"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	python, err := sandbox.FindPython()
	check(t, err)
	script := fmt.Sprintf("#!/bin/sh\nPYTHONPATH=%s/usr/lib/python3/dist-packages exec %s %s %s/usr/bin/%s \"$@\"\n",
		version.Root, python, boot, version.Root, name)
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}
