package main

import (
	"encoding/json"
	"log/slog"
	"net/netip"
	"os/exec"
	"path/filepath"
	"testing"

	"bangui/internal/agent"
	"bangui/internal/host"
	"bangui/internal/nftset/nftsettest"
	"bangui/internal/prefixset"
)

// TestEnforce goes the way of an operator at the console: looking, loading after somebody flushed the rules, switching off and on.
func TestEnforce(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	dir := t.TempDir()
	enforce := func(args ...string) outcome {
		return runProgram(t, append([]string{"enforce", args[0], "--data-dir", dir}, args[1:]...)...)
	}
	enforce("show").want(t, 0, "Nothing is blocked")
	enforce("load").want(t, 0, "Nothing is kept")
	order(t, filepath.Join(dir, "enforce"))
	enforce("show").want(t, 0, "Revision 3", "a list", "127.0.0.0/8", "loopback", "systemctl enable bangui-enforce")
	var now host.Enforcement
	if err := json.Unmarshal([]byte(enforce("show", "-o", "json").stdout), &now); err != nil || !now.Armed || now.Lists[0].Entries != 2 {
		t.Errorf("%+v, %v", now, err)
	}

	flush := func() {
		t.Helper()
		if said, err := exec.Command("nft", "flush", "ruleset").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
	flush()
	enforce("show").want(t, 1, "WRONG", "bangui enforce load")
	enforce("load", "--at-boot", "--enforce", "off").want(t, 0, "nothing is loaded")
	enforce("load", "--at-boot").want(t, 0, "Revision 3 is in the kernel, with 1 lists")
	enforce("show").want(t, 0, "Revision 3")

	enforce("remove", "--keep").want(t, 0, "blocks no lists any more")
	enforce("load").want(t, 0, "Revision 3 is in the kernel")
	enforce("remove").want(t, 0, "no server can change that")
	enforce("show").want(t, 1, "switched off on this machine", "bangui enforce load")
	enforce("load", "--at-boot").want(t, 0, "Nothing is kept")
	enforce("show").want(t, 1, "switched off")
	enforce("load").want(t, 0, "Nothing is kept")
	enforce("show").want(t, 0, "Nothing is blocked")
}

// order makes this machine block a list, as a server does.
func order(t *testing.T, dir string) {
	t.Helper()
	e := agent.OpenEnforcer(dir, slog.New(slog.DiscardHandler))
	defer e.Close()
	s := prefixset.Of([]netip.Prefix{netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("192.0.2.1/32")})
	data, err := s.AppendBinary(nil)
	if err == nil {
		err = e.StageList(t.Context(), host.ListPiece{Digest: s.Digest(), Total: 2, Entries: data})
	}
	if err == nil {
		_, err = e.Enforce(t.Context(), host.EnforceOrder{Revision: 3, Lists: []host.EnforcedList{{ID: 1, Name: "a list", Digest: s.Digest(), Entries: 2}}})
	}
	if err != nil {
		t.Fatal(err)
	}
}
