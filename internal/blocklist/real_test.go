package blocklist_test

import (
	"log/slog"
	"net/netip"
	"path/filepath"
	"testing"

	"bangui/internal/blocklist"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/nftset/nftsettest"
	"bangui/internal/store/storetest"
)

// TestRealKernel goes from the text of a list to packets that do not arrive, and back.
func TestRealKernel(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	network := nftsettest.New(t)
	port := nftsettest.Echo(t, network.Here)
	enforcer := localhost.OpenEnforcer(localhost.EnforcerOptions{
		Dir: filepath.Join(t.TempDir(), "enforce"), BootUnits: filepath.Join(t.TempDir(), "*.service"), Resolvers: []string{},
		Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	t.Cleanup(func() { _ = enforcer.Close() })
	bad, office, other, bad6 := network.Source("198.51.100.7"), network.Source("198.51.100.64"), network.Source("192.0.2.1"), network.Source("2001:db8::7")
	to := map[bool]string{true: nftsettest.Here4, false: nftsettest.Here6}
	arrives := func(from netip.Addr) bool { return network.Answered(t, from, to[from.Is4()], port) }
	wants := func(what string, want ...bool) {
		t.Helper()
		eventually(t, what, func() bool {
			for i, from := range []netip.Addr{bad, office, other, bad6} {
				if arrives(from) != want[i] {
					return false
				}
			}
			return true
		})
	}

	r := newRig(t, storetest.SQLite(t))
	r.converge("box", enforcer)
	wants("all arrive before there is a list", true, true, true, true)
	list := r.makeWith(blocklist.Settings{Name: "mine", Enabled: true}, []byte("198.51.100.0/24\n2001:db8::7\n203.0.113.1\n"))
	r.imports(list.ID).want(t, blocklist.Imported, 3)
	wants("those of the list do not arrive", false, false, true, false)

	r.shield.protect("198.51.100.64/32")
	r.bus.Publish("allowance", nil)
	wants("the office arrives", false, true, true, false)
	eventually(t, "in force", func() bool { return r.view("box").Stand == blocklist.StandInForce })
	entry, _ := r.view("box").KernelList(list.ID)
	same(t, "in the kernel", []int{3, 1}, []int{entry.Addresses, entry.Subtracted}) // one is left of a half of the network
	if entry.Packets == 0 || entry.Bytes == 0 {
		t.Error("nothing was counted")
	}

	network.Here.Run("nft", "flush", "ruleset")
	wants("after a flush", false, true, true, false)

	r.change(list.ID, func(s *blocklist.Settings) { s.Enabled = false })
	wants("all arrive when the list is off", true, true, true, true)
	eventually(t, "idle", func() bool { return r.view("box").Stand == blocklist.StandIdle })
	now := must(enforcer.Enforcement(t.Context()))
	same(t, "what is left in the kernel", host.Enforcement{}.Armed, now.Armed)
}
