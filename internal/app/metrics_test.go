package app_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bangui/internal/app"
	"bangui/internal/host"
	"bangui/internal/httpapi"
)

// busyHost is a fail2ban that bans 40 addresses of both families and does as it is told.
type busyHost struct{ host.Host }

func (busyHost) Status(context.Context) (host.Status, error) {
	return host.Status{At: time.Now(), Reachable: true, Version: "1.0.2", Jails: []host.JailStatus{
		{Name: "sshd", State: host.JailRunning, BannedNow: 40, BannedTotal: 41, FailedNow: 2, FailedTotal: 250},
		{Name: "old", State: host.JailStopped},
	}}, nil
}

func (busyHost) Jail(_ context.Context, name string) (host.Jail, error) {
	return host.Jail{
		JailStatus: host.JailStatus{Name: name, State: host.JailRunning},
		BanTime:    10 * time.Minute, FindTime: 5 * time.Minute, MaxRetry: 3,
	}, nil
}

func (busyHost) Enforcement(context.Context) (host.Enforcement, error) {
	return host.Enforcement{At: time.Now()}, nil
}

func (busyHost) Protected(context.Context) ([]netip.Addr, error) { return nil, nil }

func (busyHost) Ban(_ context.Context, order host.BanOrder) ([]host.Result, error) {
	var results []host.Result
	for _, p := range order.Prefixes {
		results = append(results, host.Result{ID: p.Addr().String(), Jail: order.Jail, Outcome: host.OutcomeBanned, At: time.Now()})
	}
	return results, nil
}

func (busyHost) Watch(ctx context.Context, cursor host.Cursor, deliver func(context.Context, host.Batch) error) error {
	if cursor == "" {
		batch := host.Batch{Cursor: "1"}
		for n := range 20 {
			for _, id := range []string{fmt.Sprintf("203.0.113.%d", n+1), fmt.Sprintf("2001:db8::%x", n+1)} {
				batch.Events = append(batch.Events, host.Event{
					Kind: host.EventBan, At: time.Now(), Jail: "sshd", ID: id, BanTime: host.Permanent, BanCount: 1, Failures: 3,
					Evidence: []string{"Failed password for root from " + id},
				})
			}
		}
		if err := deliver(ctx, batch); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return ctx.Err()
}

const metricsToken = "a-token-for-prometheus"

// startBusy starts a server on a busy fail2ban, with the figures open to the token.
func startBusy(t *testing.T, flags map[string]string) *instance {
	t.Helper()
	all := map[string]string{"metrics_token": metricsToken}
	for k, v := range flags {
		all[k] = v
	}
	return startWith(t, dataDir(t), all, func(o *app.Options) {
		o.OpenHost = func(context.Context, httpapi.Place) (host.Host, io.Closer, error) {
			return busyHost{}, io.NopCloser(nil), nil
		}
	})
}

// scrape returns what Prometheus gets.
func (i *instance) scrape(token string) (int, string) {
	i.t.Helper()
	req, err := http.NewRequest(http.MethodGet, "http://"+i.Address+"/metrics", nil)
	if err != nil {
		i.t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := i.client.Do(req)
	if err != nil {
		i.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// scrapeUntil scrapes until all lines are there.
func (i *instance) scrapeUntil(lines ...string) string {
	i.t.Helper()
	body := ""
	for range 2000 {
		_, body = i.scrape(metricsToken)
		if !slices.ContainsFunc(lines, func(line string) bool { return !strings.Contains(body, line) }) {
			return body
		}
		time.Sleep(50 * time.Millisecond)
	}
	i.t.Fatalf("the figures never held all of\n%s\nbut\n%s", strings.Join(lines, "\n"), body)
	return ""
}

// use does one of everything that is counted.
func (i *instance) use() {
	i.t.Helper()
	i.setUp()
	stream, err := i.client.Get(i.URL + "api/v1/events")
	if err != nil {
		i.t.Fatal(err)
	}
	defer stream.Body.Close()
	i.call(newClient(i.t), http.MethodPost, "/api/v1/session", map[string]any{"username": "198.51.100.7", "password": "wrong"})
	i.call(newClient(i.t), http.MethodPost, "/api/v1/session", map[string]any{"username": username, "password": password})
	i.call(i.client, http.MethodGet, "/api/v1/198.51.100.8", nil)
	i.call(i.client, http.MethodGet, "/api/v1/bans?q=198.51.100.9", nil)
	status, answer := i.call(i.client, http.MethodPost, "/api/v1/bans", map[string]any{"addresses": []string{"198.51.100.10"}, "jail": "sshd"})
	if status != 200 {
		i.t.Fatalf("ban: %d %v", status, answer)
	}
}

func TestMetricsAreThoseOfTheUsualExporter(t *testing.T) {
	s := startBusy(t, nil)
	s.scrapeUntil(
		"\nf2b_up 1\n", "\nf2b_jail_count 1\n", `f2b_version{exporter="test",fail2ban="1.0.2"} 1`,
		`f2b_errors{type="socket_conn"} 0`, `f2b_errors{type="socket_req"} 0`,
		`f2b_jail_banned_current{jail="sshd"} 40`, `f2b_jail_banned_total{jail="sshd"} 41`,
		`f2b_jail_failed_current{jail="sshd"} 2`, `f2b_jail_failed_total{jail="sshd"} 250`,
		`f2b_config_jail_ban_time{jail="sshd"} 600`, `f2b_config_jail_find_time{jail="sshd"} 300`,
		`f2b_config_jail_max_retries{jail="sshd"} 3`)
}

func TestMetricsNameHostsOnPostgres(t *testing.T) {
	database := onPostgres(t)
	holder := startBusy(t, withFlags(database, "host_name", "web1"))
	holder.scrapeUntil(`f2b_up{host="web1"} 1`, `f2b_jail_banned_current{host="web1",jail="sshd"} 40`, `f2b_errors{host="web1",type="socket_req"} 0`,
		`f2b_version{exporter="test",fail2ban="1.0.2",host="web1"} 1`, `f2b_config_jail_find_time{host="web1",jail="sshd"} 300`)
	standby := startBusy(t, withFlags(database, "host_name", "web1"))
	body := standby.scrapeUntil("bangui_hosts_held 0", `bangui_replicas{state="alive"} 2`)
	if strings.Contains(body, "f2b_up") {
		t.Error("a replica that does not hold the host tells of it: sums would be wrong")
	}
}

func withFlags(flags map[string]string, name, value string) map[string]string {
	all := maps.Clone(flags)
	all[name] = value
	return all
}

func TestMetricsHoldNoAddress(t *testing.T) {
	s := startBusy(t, nil)
	s.use()
	body := s.scrapeUntil(`bangui_fail2ban_orders_total{outcome="ok",verb="ban"} 1`, `bangui_sign_ins_total{outcome="refused"} 1`,
		`bangui_events_total`, `bangui_http_requests_total{method="GET",route="other",status="4xx"}`)
	if _, answer := s.call(s.client, http.MethodGet, "/api/v1/bans/active?limit=500", nil); len(answer["items"].([]any)) < 40 {
		t.Fatalf("bans in force: %v, want 40 at least", answer)
	}
	for _, line := range strings.Split(body, "\n") {
		for _, value := range regexp.MustCompile(`="((?:[^"\\]|\\.)*)"`).FindAllStringSubmatch(line, -1) {
			holdsNoAddress(t, line, value[1])
		}
	}
	for _, address := range []string{"203.0.113.", "2001:db8", "198.51.100.", "127.0.0.1"} {
		if strings.Contains(body, address) {
			t.Errorf("the figures hold %s", address)
		}
	}
}

func holdsNoAddress(t *testing.T, line, value string) {
	t.Helper()
	for _, word := range regexp.MustCompile(`[0-9a-fA-F.:/]+`).FindAllString(value, -1) {
		if _, err := netip.ParseAddr(word); err == nil {
			t.Errorf("a label is an address: %s", line)
		}
		if _, err := netip.ParsePrefix(word); err == nil {
			t.Errorf("a label is a network: %s", line)
		}
	}
}

func TestMetricsOnAListenerOfTheirOwn(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "metrics.sock")
	s := startBusy(t, map[string]string{"metrics_listen": "unix:" + socket})
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", socket)
	}}}
	res, err := client.Get("http://metrics/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || res.StatusCode != 200 || !strings.Contains(string(body), "bangui_build_info") {
		t.Errorf("metrics on their listener: %d %v\n%s", res.StatusCode, err, body)
	}
	client.CloseIdleConnections()
	s.stop()
	if _, err := os.Stat(socket); err == nil {
		t.Error("the socket is still there")
	}
}

// TestWhatDashboardsUseIsThere reads the dashboards and rules that we ship.
func TestWhatDashboardsUseIsThere(t *testing.T) {
	s := startBusy(t, nil)
	s.use()
	body := s.scrapeUntil(`bangui_job_runs_total{outcome="succeeded",task="session.cleanup"} 1`, `f2b_config_jail_ban_time`, `bangui_events_total`)
	there := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^# TYPE (\S+) (\S+)$`).FindAllStringSubmatch(body, -1) {
		there[m[1]] = true
		if m[2] == "histogram" {
			there[m[1]+"_bucket"], there[m[1]+"_sum"], there[m[1]+"_count"] = true, true, true
		}
	}
	files, err := filepath.Glob("../../packaging/grafana/*.*")
	if err != nil || len(files) < 3 {
		t.Fatalf("dashboards and rules: %v %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`\b(?:f2b|bangui)_[a-z0-9_]+\b`).FindAllString(string(text), -1) {
			if !there[name] {
				t.Errorf("%s uses %s, which the server does not tell", filepath.Base(file), name)
			}
		}
	}
}
