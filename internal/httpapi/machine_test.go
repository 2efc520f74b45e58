package httpapi_test

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// machine is a host with the jail sshd, in memory.
type machine struct {
	host.Host
}

// Status implements [host.Host].
func (machine) Status(context.Context) (host.Status, error) {
	return host.Status{
		At: time.Now().UTC(), Reachable: true, Version: "1.0.2", Paths: host.Paths{Socket: "/run/fail2ban.sock", ConfigDir: "/etc/fail2ban"},
		Jails: []host.JailStatus{{Name: "sshd", State: host.JailRunning, BannedNow: 1, FailedTotal: 9}},
	}, nil
}

// Jail implements [host.Host].
func (machine) Jail(_ context.Context, name string) (host.Jail, error) {
	if name != "sshd" {
		return host.Jail{}, fault.NotFound.Errorf("no such jail")
	}
	return host.Jail{
		JailStatus: host.JailStatus{Name: name, State: host.JailRunning}, At: time.Now().UTC(), BanTime: 10 * time.Minute, UseDNS: "warn",
		Actions: []host.Action{{Name: "nftables"}},
	}, nil
}

// Protected implements [host.Host].
func (machine) Protected(context.Context) ([]netip.Addr, error) { return nil, nil }

// Ban implements [host.Host].
func (machine) Ban(_ context.Context, order host.BanOrder) ([]host.Result, error) {
	var results []host.Result
	for _, p := range order.Prefixes {
		results = append(results, host.Result{ID: p.Addr().String(), Jail: order.Jail, Outcome: host.OutcomeBanned})
	}
	return results, nil
}

// Unban implements [host.Host].
func (machine) Unban(_ context.Context, order host.UnbanOrder) ([]host.Result, error) {
	var results []host.Result
	for _, id := range order.IDs {
		results = append(results, host.Result{ID: id, Jail: "sshd", Outcome: host.OutcomeUnbanned})
	}
	return results, nil
}

// ControlJail implements [host.Host].
func (machine) ControlJail(_ context.Context, _ string, control host.Control) error {
	if control == host.Reload {
		return fault.Refused.Errorf("the filter is broken")
	}
	return nil
}

// SetJail implements [host.Host].
func (m machine) SetJail(ctx context.Context, name string, _ host.JailChange) (host.Jail, error) {
	return m.Jail(ctx, name)
}

// Log implements [host.Host].
func (machine) Log(context.Context, host.LogQuery) (host.LogPage, error) {
	return host.LogPage{Records: []host.LogRecord{{At: time.Now(), Level: "NOTICE", Logger: "fail2ban.actions", Message: "[sshd] Ban 192.0.2.1"}}, Cursor: "older"}, nil
}

// Configuration implements [host.Host].
func (machine) Configuration(context.Context, []host.FileChange) (host.Configuration, error) {
	return host.Configuration{
		At: time.Now(), Version: "1.0.2", Dir: "/etc/fail2ban", Obstacle: &host.Obstacle{Message: "it is read-only", Mend: "mount it anew"},
		Files: []host.FileStatus{{Name: "jail.conf", Kind: host.FileJails, Size: 9, Hash: "ab", Modified: time.Now()}},
		Jails: []host.ConfiguredJail{
			{Name: "sshd", Enabled: true, EnabledAt: &host.Place{File: "jail.conf", Line: 3, End: 3, Section: "sshd", Option: "enabled", Text: "true"}},
			{Name: "idle"},
		},
		Filters:  []host.Definition{{Name: "sshd", Jails: []string{"sshd"}}},
		Findings: []host.Finding{{Code: "use-dns", Severity: host.SeverityAdvice, File: "jail.conf", Line: 7, Message: "names are looked up", Mend: "set it to no"}},
	}, nil
}

// ReadFile implements [host.Host].
func (machine) ReadFile(_ context.Context, name string) (host.ConfigFile, error) {
	switch name {
	case "jail.conf":
		return host.ConfigFile{FileStatus: host.FileStatus{Name: name, Kind: host.FileJails, Hash: "ab"}, Mode: 0o640, Text: []byte("[x]\n# \xe4\n")}, nil
	case "jail.local", "jail.d/zz-bangui.local", "paths-overrides.local":
		return host.ConfigFile{}, fault.NotFound.Errorf("there is no file %s", name).WithMend("look again")
	}
	return host.ConfigFile{}, fault.Invalid.Errorf("%q is no file", name).WithField("name", "none")
}

// Explain implements [host.Host].
func (machine) Explain(_ context.Context, part host.Part, _ []host.FileChange) (host.Explained, error) {
	if part.Kind != host.PartServer && part.Name != "sshd" {
		return host.Explained{}, fault.NotFound.Errorf("there is no %s %s", part.Kind, part.Name)
	}
	at := host.Place{File: "jail.conf", Line: 2, End: 2, Section: "DEFAULT", Option: "port", Text: "ssh"}
	port := host.ExplainedValue{Text: "ssh", Origin: host.OriginFile, Place: &at}
	return host.Explained{
		Part: part, Version: "1.0.2", Enabled: true,
		Options: []host.ExplainedOption{
			{Name: "action", Hidden: []host.Place{at}, Value: host.ExplainedValue{
				Text: "nftables[port=ssh]", Origin: host.OriginParameter, Place: &at, Uses: []host.ValueUse{{Written: "%(port)s", Value: port}},
			}},
			{Name: "spare", Value: host.ExplainedValue{None: true, Origin: host.OriginDefault}, Failed: "it stands for nothing"},
		},
		Uses: []host.UsedDefinition{{Part: host.Part{Kind: host.PartFilter, Name: "sshd"}}},
	}, nil
}

// Server implements [host.Host].
func (machine) Server(context.Context) (host.Server, error) {
	return host.Server{
		At: time.Now(), Version: "1.0.2", LogLevel: "INFO", LogTarget: "/var/log/fail2ban.log", SyslogSocket: "auto", Database: "/db", PurgeAge: 24 * time.Hour, MaxMatches: 10,
		Service: host.Service{Unit: "fail2ban.service", Obstacle: &host.Obstacle{Message: "bangui may not", Mend: "let it"}},
	}, nil
}

// FlushLogs implements [host.Host].
func (machine) FlushLogs(context.Context) error { return nil }

// RestartServer implements [host.Host].
func (machine) RestartServer(_ context.Context, order host.Restart) error {
	if !order.AcceptLoss {
		return fault.Conflict.Errorf("2 bans would be lost")
	}
	return nil
}

// Activation implements [host.Host].
func (machine) Activation(_ context.Context, jail string, _ []host.FileChange) (host.Activation, error) {
	if jail != "sshd" {
		return host.Activation{}, fault.NotFound.Errorf("there is no jail %s", jail)
	}
	return host.Activation{
		Jail: jail, Version: "1.0.2", Needs: []host.Need{{Subject: host.NeedSource, State: host.NeedMissing, Message: "no log", Mend: "read another", File: "jail.conf", Line: 3}},
		Remedies: []host.Remedy{{Message: "Read the journal", Settings: []host.Setting{{Option: "backend", Value: "systemd"}}}},
	}, nil
}

// Bench implements [host.Host].
func (machine) Bench(_ context.Context, draft []host.FileChange) (host.Bench, error) {
	bench := host.Bench{Jails: []host.BenchJail{{Name: "sshd", Filter: "sshd", Journal: true}}, Filters: []string{"sshd"}}
	for _, c := range draft {
		bench.Filters = append(bench.Filters, "made of "+c.Name)
	}
	return bench, nil
}

// TestFilter implements [host.Host].
func (machine) TestFilter(_ context.Context, order host.TestOrder) (host.TestReport, error) {
	if order.Filter == "broken" {
		return host.TestReport{}, fault.Invalid.Errorf("fail2ban does not accept this").WithField("body.own.fail_regex", "unterminated subpattern")
	}
	report := host.TestReport{
		Version: "1.0.2", Expressions: host.Expressions{FailRegex: []string{"^a <HOST>", "(b+)+"}}, Hits: []int{1, 0}, Took: time.Second,
		Refused: &host.Refusal{List: "failregex", Index: 1, Expression: "(b+)+", Line: "bbb", After: 4 * time.Second},
	}
	for _, c := range order.Draft {
		report.Expressions.FailRegex = append(report.Expressions.FailRegex, "of "+c.Name+": "+string(c.Text))
	}
	for _, line := range order.Lines {
		report.Lines = append(report.Lines, host.TestedLine{
			Text: line, Outcome: host.LineMissed, Index: -1, Parts: []host.LinePart{{Text: line, Role: "none"}},
			Near: &host.NearMiss{List: "failregex", Matched: "^a ", Failed: "<HOST>", Text: "a ", Rest: "x"},
		})
	}
	return report, nil
}

// Rehearse implements [host.Host]. 192.0.2.1, from where nobody is signed in, fails three times, in two pieces.
func (machine) Rehearse(_ context.Context, order host.RehearseOrder) (host.RehearsedPiece, error) {
	if order.Jail != "sshd" {
		return host.RehearsedPiece{}, fault.NotFound.Errorf("the configuration has no jail %q", order.Jail)
	}
	rules := host.Rules{MaxRetry: 5, FindTime: time.Hour, BanTime: time.Hour, Ignore: []string{"127.0.0.0/8"}}
	piece := host.RehearsedPiece{Present: rules, Changed: rules, Same: true, Lines: 10, Done: 50, Total: 100, Source: "/var/log/auth.log", Cursor: "second"}
	if order.Cursor == "second" {
		piece.Cursor, piece.Done = "", 100
		for i := range 3 {
			piece.Failures = append(piece.Failures, host.Failure{At: time.Now().Add(time.Duration(i-10) * time.Minute), ID: "192.0.2.1"})
		}
	}
	return piece, nil
}

// newHostWorld returns a server with an administrator and the host local, which has been polled.
func newHostWorld(t *testing.T) *world { return newWorldOf(t, machine{}) }

// newWorldOf is newHostWorld with another machine.
func newWorldOf(t *testing.T, local host.Host) *world {
	t.Helper()
	w := newReadyWorld(t, nil)
	polled := w.deps.Events.Subscribe(0, 1)
	defer polled.Close()
	if err := w.deps.Fleet.Add(t.Context(), "local", true, local); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = w.deps.Fleet.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	if e := <-polled.C; e.Topic != event.Host {
		t.Fatalf("first event %s, want host", e.Topic)
	}
	return w
}
