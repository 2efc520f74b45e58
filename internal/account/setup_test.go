package account_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
)

func TestSetupRefuses(t *testing.T) {
	tests := []struct {
		name     string
		change   func(*account.SetupOrder)
		location string
		message  string
	}{
		{"no name", func(o *account.SetupOrder) { o.Username = "" }, "body.username", "must not be empty"},
		{"long name", func(o *account.SetupOrder) { o.Username = strings.Repeat("a", 65) }, "body.username", "at most 64"},
		{"name with space", func(o *account.SetupOrder) { o.Username = "a b" }, "body.username", "letters"},
		{"name beyond ASCII", func(o *account.SetupOrder) { o.Username = "jürgen" }, "body.username", "letters a to z"},
		{"name that begins with a dash", func(o *account.SetupOrder) { o.Username = "-rf" }, "body.username", "begin with"},
		{"11 characters", func(o *account.SetupOrder) { o.Password = "abcdefghäöü" }, "body.password", "at least 12"},
		{"1025 characters", func(o *account.SetupOrder) { o.Password = strings.Repeat("abcde", 205) }, "body.password", "at most 1024"},
		{"invalid text", func(o *account.SetupOrder) { o.Password = "abcdefghijkl\xff" }, "body.password", "valid text"},
		{"few characters", func(o *account.SetupOrder) { o.Password = "abababababababab" }, "body.password", "repeats"},
		{"user name", func(o *account.SetupOrder) { o.Username, o.Password = "operator", "Operator-2030!" }, "body.password", "user name"},
		{"common", func(o *account.SetupOrder) { o.Password = "Password1234" }, "body.password", "attackers try first"},
		{"common with digits", func(o *account.SetupOrder) { o.Password = "Administrator2031!" }, "body.password", "attackers try first"},
		{"keyboard", func(o *account.SetupOrder) { o.Password = "1qaz2wsx3edc" }, "body.password", "attackers try first"},
		{"time zone", func(o *account.SetupOrder) { o.Timezone = "Mars/Crater" }, "body.timezone", "not a known time zone"},
		{"local time", func(o *account.SetupOrder) { o.Timezone = "Local" }, "body.timezone", "not a known time zone"},
		{"path as time zone", func(o *account.SetupOrder) { o.Timezone = "../../etc/passwd" }, "body.timezone", "not a known time zone"},
		{"short session", func(o *account.SetupOrder) { o.SessionMinutes = 4 }, "body.session_duration_minutes", "from 5 to 43200"},
		{"relative socket", func(o *account.SetupOrder) { o.Fail2banSocket = "x" }, "body.fail2ban_socket", "absolute"},
		{"zero byte", func(o *account.SetupOrder) { o.Fail2banConfigDir = "/x\x00" }, "body.fail2ban_config_dir", "zero byte"},
	}
	a, _, _ := newAccounts(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			order := account.SetupOrder{Token: token, Username: "somebody", Password: password}
			tt.change(&order)
			_, err := a.Setup(t.Context(), order, visitor("192.0.2.1"))
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 {
				t.Fatalf("got %+v, want fault.Invalid with one field", err)
			}
			if f.Fields[0].Location != tt.location || !strings.Contains(f.Fields[0].Message, tt.message) {
				t.Errorf("got %+v, want %s: …%s…", f.Fields[0], tt.location, tt.message)
			}
		})
	}
}

func TestSetupToken(t *testing.T) {
	a, s, _ := newAccounts(t)
	for n := range 5 {
		wantKind(t, fmt.Sprint("wrong token ", n+1), a.CheckSetupToken(t.Context(), "wrong", visitor("192.0.2.1")), fault.Forbidden)
	}
	entries, err := s.AuditEntries(t.Context(), audit.Query{Action: "setup.check", Limit: 10})
	if err != nil || len(entries) != 5 || entries[0].Result != audit.Refused || entries[0].Actor.Address != "192.0.2.1" {
		t.Errorf("audit log %+v, %v; want five refusals from 192.0.2.1", entries, err)
	}
	wantKind(t, "wrong token 6", a.CheckSetupToken(t.Context(), "wrong", visitor("192.0.2.1")), fault.TooMany)
	if err := a.CheckSetupToken(t.Context(), token, visitor("192.0.2.1")); err != nil {
		t.Errorf("the right token: %v", err)
	}
}

func TestSetupOnce(t *testing.T) {
	a, _, _ := newAccounts(t)
	var wg sync.WaitGroup
	errs := make(chan error, 4)
	for n := range cap(errs) {
		wg.Go(func() {
			_, err := a.Setup(t.Context(), account.SetupOrder{Token: token, Username: fmt.Sprint("admin", n), Password: password}, visitor("192.0.2.1"))
			errs <- err
		})
	}
	wg.Wait()
	close(errs)
	won := 0
	for err := range errs {
		if err == nil {
			won++
			continue
		}
		wantKind(t, "a loser", err, fault.Conflict)
	}
	if won != 1 {
		t.Errorf("%d set-ups succeeded, want 1", won)
	}
}

func TestPreferences(t *testing.T) {
	a, s, _ := newAccounts(t)
	order := account.SetupOrder{
		Token: token, Username: "admin", Password: password, Timezone: "Europe/Berlin", SessionMinutes: 20, Fail2banSocket: "/run//f2b.sock",
	}
	admission, err := a.Setup(t.Context(), order, visitor("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	if length := admission.Session.ExpiresAt.Sub(admission.Session.CreatedAt).Minutes(); length != 20 {
		t.Errorf("the session lasts %v minutes, want 20", length)
	}
	stored, err := s.Settings(t.Context())
	if err != nil || stored[account.SettingFail2banSocket] != "/run/f2b.sock" || stored[account.SettingTimezone] != "Europe/Berlin" {
		t.Errorf("stored settings %v, %v", stored, err)
	}
}
