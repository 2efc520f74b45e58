package fail2bantest_test

import (
	"encoding/hex"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
	"bangui/fail2ban/wire"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// events collects what a server tells.
type events struct {
	mu   sync.Mutex
	list []fail2bantest.Event
}

func (e *events) add(event fail2bantest.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, event)
}

// texts are the kinds and ids of the events about bans.
func (e *events) texts() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var texts []string
	for _, event := range e.list {
		if event.ID != "" {
			texts = append(texts, string(event.Kind)+" "+event.ID)
		}
	}
	return texts
}

func (e *events) await(t *testing.T, want ...string) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if len(e.texts()) >= len(want) {
			break
		}
	}
	if diff := cmp.Diff(want, e.texts()); diff != "" {
		t.Fatalf("events (-want +got):\n%s", diff)
	}
}

func start(t *testing.T, config fail2bantest.Config) (*fail2bantest.Server, fail2ban.Jail, *events) {
	t.Helper()
	seen := &events{}
	config.OnEvent = seen.add
	config.Jails = append(config.Jails, fail2bantest.JailConfig{Name: "sshd", MaxRetry: 2, BanTime: time.Hour, Ignore: []string{"10.0.0.0/8"}})
	server := fail2bantest.Start(t, config)
	client := fail2ban.NewClient(server.Socket())
	t.Cleanup(func() { _ = client.Close() })
	return server, client.Jail("sshd"), seen
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestBytes holds the answers to the bytes that fail2ban 1.0.2 sends.
func TestBytes(t *testing.T) {
	server := fail2bantest.Start(t, fail2bantest.Config{
		Jails: []fail2bantest.JailConfig{{Name: "ssh", MaxRetry: 3, LogPaths: []string{"/var/log/auth.log"}}},
	})
	client := fail2ban.NewClient(server.Socket())
	defer func() { _ = client.Close() }()
	address, err := fail2ban.ParseAddress("203.0.113.7")
	check(t, err)
	_, err = client.Jail("ssh").Ban(t.Context(), address)
	check(t, err)
	for words, want := range map[string]string{
		"ping": `80 05 95 0c 00 00 00 00 00 00 00 4b 00 8c 04 "pong" 94 86 94 2e`,
		"get nojail banip": `80 05 95 41 00 00 00 00 00 00 00 4b 01 8c 13 "fail2ban.exceptions" 94 8c 14 "UnknownJailException" 94 93 94
			8c 06 "nojail" 94 85 94 52 94 86 94 2e`,
		"status ssh": `80 05 95 dc 00 00 00 00 00 00 00 4b 00 5d 94 28 8c 06 "Filter" 94 5d 94 28
			8c 10 "Currently failed" 94 4b 00 86 94 8c 0c "Total failed" 94 4b 00 86 94
			8c 09 "File list" 94 5d 94 8c 11 "/var/log/auth.log" 94 61 86 94 65 86 94
			8c 07 "Actions" 94 5d 94 28 8c 10 "Currently banned" 94 4b 01 86 94 8c 0c "Total banned" 94 4b 01 86 94
			8c 0e "Banned IP list" 94 5d 94 8c 08 "builtins" 94 8c 03 "str" 94 93 94 8c 0b "203.0.113.7" 94 85 94 52 94 61
			86 94 65 86 94 65 86 94 2e`,
	} {
		t.Run(words, func(t *testing.T) {
			got := exchange(t, server.Socket(), strings.Fields(words))
			if diff := cmp.Diff(hex.Dump([]byte(bytesOf(t, want)+wire.EndMark)), hex.Dump(got)); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

func exchange(t *testing.T, socket string, words []string) []byte {
	t.Helper()
	conn, err := net.Dial("unix", socket)
	check(t, err)
	defer func() { _ = conn.Close() }()
	message, err := wire.AppendMessage(nil, words)
	check(t, err)
	_, err = conn.Write(message)
	check(t, err)
	check(t, conn.(*net.UnixConn).CloseWrite())
	answer, err := io.ReadAll(conn)
	check(t, err)
	return answer
}

// bytesOf turns pairs of hexadecimal digits and texts in quotes into bytes.
func bytesOf(t *testing.T, dump string) string {
	t.Helper()
	var b strings.Builder
	for i, part := range strings.Split(dump, `"`) {
		if i%2 == 1 {
			b.WriteString(part)
			continue
		}
		data, err := hex.DecodeString(strings.Join(strings.Fields(part), ""))
		check(t, err)
		b.Write(data)
	}
	return b.String()
}

func TestFailuresLeadToABan(t *testing.T) {
	server, _, seen := start(t, fail2bantest.Config{})
	for _, line := range []string{"first", "second"} {
		check(t, server.Fail("sshd", "2001:DB8::1", line))
	}
	seen.await(t, "found 2001:db8::1", "found 2001:db8::1", "ban 2001:db8::1")
	ban := seen.list[len(seen.list)-1]
	ban.At = time.Time{}
	want := fail2bantest.Event{
		Kind: fail2bantest.EventBan, Jail: "sshd", ID: "2001:db8::1", BanTime: time.Hour, BanCount: 1, Failures: 2,
		Matches: []string{"first", "second"},
	}
	if diff := cmp.Diff(want, ban); diff != "" {
		t.Errorf("ban (-want +got):\n%s", diff)
	}
}

func TestIgnored(t *testing.T) {
	server, _, seen := start(t, fail2bantest.Config{})
	check(t, server.Fail("sshd", "10.1.2.3", "x"))
	seen.await(t, "ignored 10.1.2.3")
	if err := server.Fail("nope", "10.1.2.3", "x"); err == nil {
		t.Error("failure in an unknown jail: no error")
	}
}

func TestExpiry(t *testing.T) {
	_, jail, seen := start(t, fail2bantest.Config{})
	check(t, jail.SetBanTime(t.Context(), time.Second))
	_, err := jail.BanByAttempt(t.Context(), prefixes(t, "192.0.2.1"), "test")
	check(t, err)
	seen.await(t, "attempt 192.0.2.1", "ban 192.0.2.1", "unban 192.0.2.1")
}

// TestRestore checks that bans survive a restart in the database, and lifted ones do not.
func TestRestore(t *testing.T) {
	server, jail, seen := start(t, fail2bantest.Config{})
	_, err := jail.Ban(t.Context(), prefixes(t, "192.0.2.1", "192.0.2.2")...)
	check(t, err)
	_, err = jail.Unban(t.Context(), "192.0.2.2")
	check(t, err)
	server.Down()
	check(t, server.Up())
	seen.await(t, "ban 192.0.2.1", "ban 192.0.2.2", "forget 192.0.2.2", "unban 192.0.2.2", "repeal 192.0.2.1", "restore 192.0.2.1")
	status, err := jail.ShortStatus(t.Context())
	if err != nil || status.BannedNow != 1 || status.BannedTotal != 1 {
		t.Errorf("after the restart: %+v, %v", status, err)
	}
}

func TestNoDatabase(t *testing.T) {
	server, jail, seen := start(t, fail2bantest.Config{NoDatabase: true})
	_, err := jail.Ban(t.Context(), prefixes(t, "192.0.2.1")...)
	check(t, err)
	server.Kill()
	check(t, server.Up())
	seen.await(t, "ban 192.0.2.1", "repeal 192.0.2.1")
}

func TestIdle(t *testing.T) {
	_, jail, seen := start(t, fail2bantest.Config{})
	check(t, jail.Idle(t.Context()))
	_, err := jail.BanByAttempt(t.Context(), prefixes(t, "192.0.2.1"), "test")
	check(t, err)
	time.Sleep(20 * time.Millisecond)
	seen.await(t, "attempt 192.0.2.1")
	check(t, jail.Resume(t.Context()))
	seen.await(t, "attempt 192.0.2.1", "ban 192.0.2.1")
}

// TestUnbanNetwork checks that a network lifts the bans inside it.
func TestUnbanNetwork(t *testing.T) {
	_, jail, seen := start(t, fail2bantest.Config{NoDatabase: true})
	_, err := jail.Ban(t.Context(), prefixes(t, "192.0.2.1", "192.0.2.2", "198.51.100.1")...)
	check(t, err)
	n, err := jail.Unban(t.Context(), "192.0.2.0/24")
	if err != nil || n != 2 {
		t.Errorf("%d bans lifted, %v, want 2", n, err)
	}
	seen.await(t, "ban 192.0.2.1", "ban 192.0.2.2", "ban 198.51.100.1", "unban 192.0.2.1", "unban 192.0.2.2")
}

func prefixes(t *testing.T, texts ...string) []netip.Prefix {
	t.Helper()
	var list []netip.Prefix
	for _, text := range texts {
		p, err := fail2ban.ParseAddress(text)
		check(t, err)
		list = append(list, p)
	}
	return list
}
