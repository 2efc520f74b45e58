package app_test

import (
	"context"
	"log/slog"
	"testing"

	"bangui/internal/host"
	"bangui/internal/protect"
	"bangui/internal/store"
)

// TestReplicasTellWhatMustNotBeBlocked has two replicas with different proxies, and asks the store that they share.
func TestReplicasTellWhatMustNotBeBlocked(t *testing.T) {
	flags := onPostgres(t)
	flags["trusted_proxies"] = "127.0.0.1,203.0.113.0/28,0.0.0.0/0,10.0.0.0/8,fd00::/8"
	one := start(t, dataDir(t), flags)
	flags["trusted_proxies"], flags["host_name"] = "203.0.113.16", "other"
	start(t, dataDir(t), flags)
	one.setUp()
	s, err := store.Open(t.Context(), store.Options{URL: flags["database_url"], Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	proxies := func() (list []string) {
		for _, p := range ask(t, protect.New(s).Protected) {
			if p.Why == host.ProtectedProxy {
				list = append(list, p.Network.String())
			}
			if p.Network.Addr().IsLoopback() && p.Why != host.ProtectedSession {
				t.Errorf("%v is protected everywhere, and means another machine elsewhere", p)
			}
		}
		return list
	}
	eventually(t, "the proxies of both are told", func() bool {
		got := proxies()
		return len(got) == 4 && got[0] == "10.0.0.0/8" && got[1] == "203.0.113.0/28" && got[2] == "203.0.113.16/32" && got[3] == "fd00::/8"
	})
	found := false
	for _, p := range ask(t, protect.New(s).Protected) {
		found = found || p.Why == host.ProtectedSession && p.Detail == username && p.Network.String() == "127.0.0.1/32"
	}
	if !found {
		t.Error("the address of who is signed in is not told")
	}
}

func ask[T any](t *testing.T, question func(context.Context) (T, error)) T {
	t.Helper()
	answer, err := question(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return answer
}
