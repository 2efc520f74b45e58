package record_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/record"
)

const actions = "2026-11-23 07:50:33,988 fail2ban.actions        [20285]: "

// reader reads lines of a log one after the other.
type reader struct {
	clock    record.Clock
	messages record.Messages
}

func newReader(location *time.Location, now time.Time) *reader {
	return &reader{record.Clock{Location: location, Now: func() time.Time { return now }}, record.NewMessages()}
}

// read reads one line. The event has only a time if the record tells nothing, and not even that if the line begins none.
func (r *reader) read(line string) record.Event {
	header, ok := record.ParseHeader(line, &r.clock)
	if !ok {
		return record.Event{}
	}
	e, ok := r.messages.Event(header)
	if !ok {
		return record.Event{At: header.At}
	}
	return e
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLogLines(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	check(t, err)
	at := time.Date(2026, 11, 23, 6, 50, 33, 988e6, time.UTC)
	event := func(kind record.Kind, jail, id string) record.Event {
		return record.Event{Kind: kind, At: at, Jail: jail, ID: id}
	}
	found := event(record.Found, "ssh", "203.0.113.7")
	found.FailedAt = time.Date(2026, 11, 23, 6, 50, 33, 0, time.UTC)
	ignored := event(record.Ignored, "ssh", "192.0.2.1")
	ignored.Message = "ip"
	failed := event(record.ActionFailed, "ssh", "203.0.113.7")
	failed.Action, failed.Message = "nftables", "ban: Error banning 203.0.113.7"
	unclear := event(record.Unban, "ssh", "203.0.113.7")
	unclear.Unclear = true
	observer := strings.Replace(actions, "actions ", "observer", 1)
	increased := event(record.Increase, "ssh", "203.0.113.7")
	increased.BanCount = 3
	infinite := increased
	increased.Until = time.Date(2026, 11, 23, 10, 50, 33, 0, time.UTC)
	nothing := record.Event{At: at}
	tests := []struct {
		name, line string
		want       record.Event
	}{
		{"ban", actions + "NOTICE  [ssh] Ban 203.0.113.7", event(record.Ban, "ssh", "203.0.113.7")},
		{"ban of a network", actions + "NOTICE  [ssh] Ban 2001:DB8::/32", event(record.Ban, "ssh", "2001:db8::/32")},
		{"ban of another id", actions + "NOTICE  [mail] Ban some user", event(record.Ban, "mail", "some user")},
		{"restore", actions + "NOTICE  [ssh] Restore Ban 203.0.113.7", event(record.Restore, "ssh", "203.0.113.7")},
		{"unban", actions + "NOTICE  [ssh] Unban 203.0.113.7", unclear},
		{"repeal", actions + "NOTICE  [ssh] Repeal Ban 203.0.113.7", event(record.Repeal, "ssh", "203.0.113.7")},
		{"found", strings.Replace(actions, "actions", "filter ", 1) + "INFO    [ssh] Found 203.0.113.7 - 2026-11-23 07:50:33",
			found},
		{"ignored", strings.Replace(actions, "actions", "filter ", 1) + "INFO    [ssh] Ignore 192.0.2.1 by ip", ignored},
		{"action failed", actions + "ERROR   Failed to execute ban jail 'ssh' action 'nftables' info 'ActionInfo({'ip': '203.0.113.7', 'family': 'inet4'})': " +
			"Error banning 203.0.113.7", failed},
		{"jail started", strings.Replace(actions, "actions", "jail   ", 1) + "INFO    Jail 'ssh' started", event(record.JailStarted, "ssh", "")},
		{"jail stopped", strings.Replace(actions, "actions", "jail   ", 1) + "INFO    Jail 'ssh' stopped", event(record.JailStopped, "ssh", "")},
		{"server started", strings.Replace(actions, "actions", "server ", 1) + "INFO    Starting Fail2ban v1.0.2", event(record.ServerUp, "", "")},
		{"server stops", strings.Replace(actions, "actions", "server ", 1) + "INFO    Shutdown in progress...", event(record.ServerDown, "", "")},
		{"increase", observer + "NOTICE  [ssh] Increase Ban 203.0.113.7 (3 # 4:00:00 -> 2026-11-23 11:50:33)", increased},
		{"increase without end", observer + "NOTICE  [ssh] Increase Ban 203.0.113.7 (3 # permanent -> infinite)", infinite},
		{"jail reloaded", strings.Replace(actions, "actions", "server ", 1) + "INFO    Reload jail 'ssh'", event(record.Reloaded, "ssh", "")},
		{"a time that is none", "2026-13-23 07:50:33,988 fail2ban.actions [1]: NOTICE  [ssh] Ban 203.0.113.7", record.Event{}},
		{"a logger that is none", "2026-11-23 07:50:33,988 fail2banter [1]: NOTICE  [ssh] Ban 203.0.113.7", record.Event{}},
		{"no process", "2026-11-23 07:50:33,988 fail2ban.actions [x]: NOTICE  [ssh] Ban 203.0.113.7", record.Event{}},
		{"already banned", actions + "WARNING [ssh] 203.0.113.7 already banned", nothing},
		{"another logger says ban", strings.Replace(actions, "actions", "filter ", 1) + "NOTICE  [ssh] Ban 203.0.113.7", nothing},
		{"a quotation of a ban", actions + "ERROR   stderr: '[ssh] Ban 203.0.113.7'", nothing},
		{"a continuation", "[ssh] Ban 203.0.113.7", record.Event{}},
		{"a line of something else", "Nov 23 07:50:33 web sshd[1]: fail2ban.actions [1]: NOTICE [ssh] Ban 203.0.113.7", record.Event{}},
		{"syslog", "Nov 23 07:50:33 web fail2ban.actions[20285]: NOTICE [ssh] Ban 203.0.113.7",
			record.Event{Kind: record.Ban, At: at.Truncate(time.Second), Jail: "ssh", ID: "203.0.113.7"}},
		{"syslog with a modern time", "2026-11-23T06:50:33.988+00:00 web fail2ban.actions[20285]: NOTICE [ssh] Ban 203.0.113.7",
			event(record.Ban, "ssh", "203.0.113.7")},
		{"without a time", "fail2ban.actions        [20285]: NOTICE  [ssh] Ban 203.0.113.7", record.Event{Kind: record.Ban, Jail: "ssh", ID: "203.0.113.7"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := newReader(berlin, at.Add(time.Hour)).read(test.line)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRepeatedHour reads times of the hour that the end of summer time repeats: what goes back is the second pass.
func TestRepeatedHour(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	check(t, err)
	line := func(clock string) string {
		return "2026-10-25 " + clock + ",000 fail2ban.actions        [1]: NOTICE  [ssh] Ban 203.0.113.7"
	}
	reader := newReader(berlin, time.Now())
	var got []string
	for _, clock := range []string{"02:10:00", "02:50:00", "02:05:00", "02:55:00", "03:01:00"} {
		got = append(got, reader.read(line(clock)).At.Format("15:04"))
	}
	if diff := cmp.Diff([]string{"00:10", "00:50", "01:05", "01:55", "02:01"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzLogLine(f *testing.F) {
	f.Add(actions + "NOTICE  [ssh] Ban 203.0.113.7")
	f.Add(actions + "ERROR   Failed to execute ban jail 'a' action 'b' info 'ActionInfo({'ip': '::1'})': x")
	f.Add("Nov 23 07:50:33 web fail2ban.actions[20285]: NOTICE [ssh] Unban 2001:db8::/32")
	f.Add("fail2ban.filter [1]: INFO [ssh] Ignore a by b\xff\x1b[0m")
	reader := newReader(time.UTC, time.Now())
	f.Fuzz(func(t *testing.T, line string) {
		e := reader.read(line)
		for _, text := range []string{e.Jail, e.ID, e.Message, e.Action} {
			if strings.ContainsAny(text, "\x1b\x00\n\u202e") {
				t.Errorf("%q is not harmless", text)
			}
		}
	})
}

func BenchmarkLogLine(b *testing.B) {
	reader := newReader(time.UTC, time.Now())
	for name, line := range map[string]string{
		"ban":       actions + "NOTICE  [ssh] Ban 203.0.113.7",
		"nothing":   actions + "DEBUG   " + strings.Repeat("x", 200),
		"continued": strings.Repeat("x", 1000),
		"long":      actions + "ERROR   Failed to execute ban jail 'ssh' action 'a' info '" + strings.Repeat("'ip': ", 10_000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(line)))
			for b.Loop() {
				reader.read(line)
			}
		})
	}
}
