package fail2ban_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
)

func TestTimeLimit(t *testing.T) {
	stream := []any{[]any{"add", "a", "auto"}, []any{"start", "a"}, []any{"start", "b"}}
	for _, test := range []struct {
		want  time.Duration
		words []any
	}{
		{10 * time.Second, []any{"status"}},
		{10 * time.Second, []any{"get", "sshd", "banip"}},
		{10 * time.Second, []any{"set", "sshd", "maxretry", 3}},
		{10 * time.Second, []any{"set"}},
		{2200 * time.Millisecond, []any{"set", "sshd", "banip", "a", "b"}},
		{2100 * time.Millisecond, []any{"set", "sshd", "unbanip", "a"}},
		{2100 * time.Millisecond, []any{"unban", "a"}},
		{10 * time.Minute, []any{"unban", "--all"}},
		{62 * time.Second, []any{"reload", "--all", []string{}, stream}},
		{10 * time.Minute, []any{"reload", "sshd", []string{"--restart"}, stream}},
		{time.Minute, []any{"reload"}},
		{10 * time.Minute, []any{"stop"}},
	} {
		if got := fail2ban.TimeLimit(test.words...); got != test.want {
			t.Errorf("%v may take %v, want %v", test.words, got, test.want)
		}
	}
}

// TestByVersion checks that commands are chosen by the version, not by trying.
func TestByVersion(t *testing.T) {
	for version, want := range map[string]string{
		fail2bantest.V0_11_2: "version, status, status manual-1d short, status sshd short",
		fail2bantest.V1_0_2:  "version, status, status manual-1d short, status sshd short",
		fail2bantest.V1_1_0:  "version, stats",
		fail2bantest.V1_1_1:  "version, stats",
	} {
		t.Run(version, func(t *testing.T) {
			server := fail2bantest.Start(t, fakeConfig(t, version))
			client := fail2ban.NewClient(server.Socket())
			defer func() { _ = client.Close() }()
			equal(t, "jails", 2)(count(client.Stats(t.Context())))
			if got := strings.Join(server.Received(), ", "); got != want {
				t.Errorf("received %s, want %s", got, want)
			}
		})
	}
}

func TestBatches(t *testing.T) {
	server, client := fake(t)
	equal(t, "ban", 60)(client.Jail("sshd").Ban(t.Context(), many(t, 60)...))
	var sizes []int
	for _, command := range server.Commands() {
		sizes = append(sizes, len(command)-3)
	}
	equal(t, "addresses in each command", []int{25, 25, 10})(sizes, nil)
	equal(t, "unban all", 60)(client.Jail("sshd").UnbanAll(t.Context()))
}

// TestBanByAttemptSends checks that the reason is sent as often as the jail has retries.
func TestBanByAttemptSends(t *testing.T) {
	server, client := fake(t)
	equal(t, "ban", []bool{true})(client.Jail("sshd").BanByAttempt(t.Context(), many(t, 1), "by bob"))
	want := []string{"get sshd maxretry", "set sshd attempt 198.18.0.0 by bob by bob by bob"}
	equal(t, "commands", want)(server.Received(), nil)
}

// TestAttemptIgnored checks that an address that the jail ignores is not counted where the version says so.
func TestAttemptIgnored(t *testing.T) {
	for version, want := range map[string]bool{fail2bantest.V1_1_0: true, fail2bantest.V1_1_1: false} {
		server := fail2bantest.Start(t, fakeConfig(t, version))
		client := fail2ban.NewClient(server.Socket())
		defer func() { _ = client.Close() }()
		equal(t, version, []bool{want})(client.Jail("sshd").BanByAttempt(t.Context(), prefixes(t, "127.1.2.3"), "test"))
	}
}

// TestIgnoreFile checks the object that stands for a file of addresses, and that older servers are not told of files.
func TestIgnoreFile(t *testing.T) {
	server := fail2bantest.Start(t, fakeConfig(t, fail2bantest.V1_1_1))
	client := fail2ban.NewClient(server.Socket())
	defer func() { _ = client.Close() }()
	j := client.Jail("sshd")
	check(t, "add", j.AddIgnore(t.Context(), "file:/etc/fail2ban/allow"))
	equal(t, "ignore list", []string{"127.0.0.0/8", "::1", "file:/etc/fail2ban/allow"})(sorted(j.Ignore(t.Context())))
	_, client = fake(t)
	err := client.Jail("sshd").AddIgnore(t.Context(), "file:/etc/fail2ban/allow")
	old, ok := errors.AsType[*fail2ban.UnsupportedError](err)
	if !ok || old.Have.String() != "1.0.2" || old.Since.String() != "1.1.1" {
		t.Errorf("add a file to 1.0.2: %v, want an *UnsupportedError", err)
	}
}

func TestPartialBan(t *testing.T) {
	server, client := fake(t)
	server.Disturb(fail2bantest.Disturbance{Command: "set sshd banip 198.18.0.25", Part: -1})
	n, err := client.Jail("sshd").Ban(t.Context(), many(t, 60)...)
	wantReason(t, err, fail2ban.Disconnected, "set sshd banip")
	if n != 25 {
		t.Errorf("%d bans were counted, want those of the first batch", n)
	}
}
