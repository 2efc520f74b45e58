package account_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/account"
)

func TestRoles(t *testing.T) {
	want := map[account.Role][]account.Permission{
		account.Viewer:   {account.ReadHosts, account.ReadJails, account.ReadBans, account.ReadJobs, account.ReadReplicas, account.ReadConfig, account.ReadBlocklists},
		account.Operator: {account.ReadHosts, account.ReadJails, account.ReadBans, account.ReadJobs, account.ReadReplicas, account.ReadConfig, account.ReadBlocklists, account.WriteBans, account.TestFilters, account.ImportBlocklists},
		account.Administrator: {
			account.ReadHosts, account.ReadJails, account.ReadBans, account.ReadJobs, account.ReadReplicas, account.ReadConfig, account.ReadBlocklists, account.WriteBans,
			account.TestFilters, account.ImportBlocklists,
			account.ControlJails, account.ChangeJails, account.ReadAudit, account.RunJobs, account.ChangeJobs, account.ChangeSettings,
			account.ChangeConfig, account.ControlServer, account.WriteBlocklists,
		},
		"":       nil,
		"master": nil,
	}
	for role, permissions := range want {
		if diff := cmp.Diff(permissions, role.Permissions()); diff != "" {
			t.Errorf("permissions of %q (-want +got):\n%s", role, diff)
		}
		for _, p := range want[account.Administrator] {
			if got := role.May(p); got != slices.Contains(permissions, p) {
				t.Errorf("%q may %s: %v", role, p, got)
			}
		}
		if known := len(permissions) > 0; role.May(account.SignedIn) != known || !role.May(account.Public) {
			t.Errorf("%q: signed in %v, public %v", role, role.May(account.SignedIn), role.May(account.Public))
		}
	}
}
