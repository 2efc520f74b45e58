package sandbox_test

import (
	"context"
	"net/netip"
	"slices"
	"testing"
	"time"

	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

func TestBansInEveryJail(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		server := sandboxtest.Start(t, sandbox.Options{Version: version})
		addresses := map[string]string{
			"ssh": "203.0.113.7", "web": "198.51.100.8", "mail": "2001:db8::9", "app": "2001:db8:1::a",
		}
		for jail, text := range addresses {
			check(t, server.Noise(jail, 2))
			check(t, server.Attack(jail, netip.MustParseAddr(text), 3))
		}
		for jail, text := range addresses {
			waitBan(t, server, jail, text)
			if line := "ban " + jail + " " + text; !slices.Contains(server.ActionLines(), line) {
				t.Errorf("actions have no %q", line)
			}
		}
	})
}

func waitBan(t *testing.T, server *sandbox.Server, jail, address string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	check(t, server.WaitBan(ctx, jail, netip.MustParseAddr(address)))
	if err := waitAction(ctx, server, "ban "+jail+" "+address); err != nil {
		t.Fatal(err)
	}
}

func waitAction(ctx context.Context, server *sandbox.Server, line string) error {
	for !slices.Contains(server.ActionLines(), line) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
