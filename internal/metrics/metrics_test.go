package metrics_test

import (
	"bufio"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/internal/metrics"
)

// told is what Prometheus gets, without comments.
func told(t *testing.T, m *metrics.Metrics) []string {
	t.Helper()
	answer := httptest.NewRecorder()
	m.Handler().ServeHTTP(answer, httptest.NewRequest("GET", metrics.Route, nil))
	if answer.Code != 200 {
		t.Fatalf("answered %d: %s", answer.Code, answer.Body)
	}
	var lines []string
	for scan := bufio.NewScanner(answer.Body); scan.Scan(); {
		if !strings.HasPrefix(scan.Text(), "#") {
			lines = append(lines, scan.Text())
		}
	}
	return lines
}

func count(lines []string, prefix string) int {
	n := 0
	for _, line := range lines {
		if strings.HasPrefix(line, prefix) {
			n++
		}
	}
	return n
}

func TestNobodyNeedsMetrics(*testing.T) {
	var m *metrics.Metrics
	m.Request("/api/v1/hosts", "GET", 200, time.Second)
	m.StreamRequest("/api/v1/events", "GET", 200)
	m.Stream()()
	m.SignIn(metrics.SignInOK)
	m.Order("ban", "ok")
	m.HostError("local", metrics.NotAnswered)
	m.KnowTask("a", "ok")
	m.RunStarted("a")
	m.RunEnded("a", "ok", true, time.Second)
	m.Event("ban", true)
	m.EventsMissed()
}

func TestSeriesStayFew(t *testing.T) {
	m := metrics.New(metrics.Options{Logger: slog.New(slog.DiscardHandler)})
	for n := range 1000 {
		m.Request("", fmt.Sprintf("VERB%d", n), n, time.Millisecond)
	}
	lines := told(t, m)
	// Methods are other; classes are 1xx to 5xx and none.
	if got := count(lines, "bangui_http_requests_total"); got != 6 {
		t.Errorf("%d series of requests, want 6", got)
	}
}

func TestHostsAreToldAsTheyAre(t *testing.T) {
	m := metrics.New(metrics.Options{Logger: slog.New(slog.DiscardHandler), NameHosts: true, Version: "1"})
	m.WatchHosts(func() []metrics.Host {
		return []metrics.Host{
			{Name: "down", Jails: []metrics.Jail{{Name: "sshd", BannedNow: 7}}},
			{Name: "up", Up: true, Version: "1.1.0", Jails: []metrics.Jail{
				{Name: "new", BannedNow: 1},
				{Name: `odd "name"`, Limits: &metrics.Limits{BanTime: -time.Second, FindTime: time.Hour, MaxRetry: 5}},
			}},
		}
	})
	text := strings.Join(told(t, m), "\n")
	for _, want := range []string{
		`f2b_up{host="down"} 0`, `f2b_up{host="up"} 1`, `f2b_jail_count{host="up"} 2`, `f2b_jail_banned_current{host="up",jail="new"} 1`,
		`f2b_config_jail_ban_time{host="up",jail="odd \"name\""} -1`, `f2b_config_jail_find_time{host="up",jail="odd \"name\""} 3600`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, unwanted := range []string{`jail="sshd"`, `f2b_jail_count{host="down"}`, `f2b_config_jail_ban_time{host="up",jail="new"}`} {
		if strings.Contains(text, unwanted) {
			t.Errorf("%s is told, though nobody knows", unwanted)
		}
	}
}

func TestCountingAtTheSameTime(t *testing.T) {
	m := metrics.New(metrics.Options{Logger: slog.New(slog.DiscardHandler)})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 100 {
				m.Request("/r", "GET", 200, time.Millisecond)
				m.HostError("local", metrics.NotConnected)
				closed := m.Stream()
				told(t, m)
				closed()
			}
		})
	}
	all.Wait()
	text := strings.Join(told(t, m), "\n")
	for _, want := range []string{
		`bangui_http_requests_total{method="GET",route="/r",status="2xx"} 400`, `f2b_errors{type="socket_conn"} 400`, "bangui_streams_open 0",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
}
