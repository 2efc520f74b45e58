package fail2ban_test

import (
	"net/netip"
	"testing"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
	"bangui/internal/sandbox"
)

// many returns n different addresses.
func many(t testing.TB, n int) []netip.Prefix {
	t.Helper()
	addr := netip.MustParseAddr("198.18.0.0")
	list := make([]netip.Prefix, n)
	for i := range list {
		list[i] = netip.PrefixFrom(addr, addr.BitLen())
		addr = addr.Next()
	}
	return list
}

func BenchmarkPingFake(b *testing.B) {
	ping(b, fail2bantest.Start(b, fakeConfig(b, fail2bantest.V1_1_1)).Socket())
}

func BenchmarkPingReal(b *testing.B) { ping(b, startReal(b, sandbox.Version{})) }

func ping(b *testing.B, socket string) {
	client := fail2ban.NewClient(socket)
	defer func() { _ = client.Close() }()
	for b.Loop() {
		check(b, "ping", client.Ping(b.Context()))
	}
}

func BenchmarkStatsFake(b *testing.B) {
	client := fail2ban.NewClient(fail2bantest.Start(b, fakeConfig(b, fail2bantest.V1_1_1)).Socket())
	defer func() { _ = client.Close() }()
	for b.Loop() {
		_, err := client.Stats(b.Context())
		check(b, "stats", err)
	}
}
