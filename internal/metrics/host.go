package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Host is the fail2ban of one host that this process holds, as it was when it was last asked.
type Host struct {
	Name string
	// Up tells whether it answered; if it did not, nothing but the name counts.
	Up      bool
	Version string
	Jails   []Jail
}

// Jail is a jail that runs, with its counters since it was started.
type Jail struct {
	Name        string
	BannedNow   int
	BannedTotal int
	FailedNow   int
	FailedTotal int
	// Limits is nil as long as they are not known.
	Limits *Limits
}

// Limits are settings of a jail. A negative ban time means without end, as in fail2ban.
type Limits struct {
	BanTime  time.Duration
	FindTime time.Duration
	MaxRetry int
}

// WatchHosts tells Prometheus of all hosts that list returns, under the names that the usual exporter for fail2ban has and dashboards
// expect. list must not wait for anything. Source: https://gitlab.com/hctrdev/fail2ban-prometheus-exporter, section "Metrics".
func (m *Metrics) WatchHosts(list func() []Host) {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, append(append([]string(nil), m.hostLabels...), labels...), nil)
	}
	m.registry.MustRegister(&hosts{
		metrics: m, list: list,
		up:      desc("f2b_up", "1 if fail2ban answers, else 0"),
		version: desc("f2b_version", "Always 1; the labels tell the versions of BanGUI and of fail2ban", "exporter", "fail2ban"),
		count:   desc("f2b_jail_count", "Jails that run"),
		jail: []jailFigure{
			{desc("f2b_jail_banned_current", "Addresses that the jail bans now", "jail"), func(j Jail) float64 { return float64(j.BannedNow) }},
			{desc("f2b_jail_banned_total", "Bans of the jail since it was started", "jail"), func(j Jail) float64 { return float64(j.BannedTotal) }},
			{desc("f2b_jail_failed_current", "Failures that the jail remembers now", "jail"), func(j Jail) float64 { return float64(j.FailedNow) }},
			{desc("f2b_jail_failed_total", "Failures that the jail found since it was started", "jail"), func(j Jail) float64 { return float64(j.FailedTotal) }},
		},
		limit: []limitFigure{
			{desc("f2b_config_jail_ban_time", "How long the jail bans, in seconds; -1 without end", "jail"), func(l Limits) float64 { return l.BanTime.Seconds() }},
			{desc("f2b_config_jail_find_time", "Within which time the jail counts failures, in seconds", "jail"), func(l Limits) float64 { return l.FindTime.Seconds() }},
			{desc("f2b_config_jail_max_retries", "After how many failures the jail bans", "jail"), func(l Limits) float64 { return float64(l.MaxRetry) }},
		},
	})
}

// hosts is the collector of the f2b_* figures. All are gauges: fail2ban's own totals begin anew whenever a jail does.
type hosts struct {
	metrics            *Metrics
	list               func() []Host
	up, version, count *prometheus.Desc
	jail               []jailFigure
	limit              []limitFigure
}

type jailFigure struct {
	desc  *prometheus.Desc
	value func(Jail) float64
}

type limitFigure struct {
	desc  *prometheus.Desc
	value func(Limits) float64
}

// Describe names all figures.
func (c *hosts) Describe(out chan<- *prometheus.Desc) {
	out <- c.up
	out <- c.version
	out <- c.count
	for _, f := range c.jail {
		out <- f.desc
	}
	for _, f := range c.limit {
		out <- f.desc
	}
}

// Collect tells all figures.
func (c *hosts) Collect(out chan<- prometheus.Metric) {
	for _, h := range c.list() {
		c.tell(out, h, c.up, truth(h.Up))
		if h.Up {
			c.tell(out, h, c.version, 1, c.metrics.version, h.Version)
			c.tell(out, h, c.count, float64(len(h.Jails)))
			c.tellJails(out, h)
		}
	}
}

func (c *hosts) tellJails(out chan<- prometheus.Metric, h Host) {
	for _, j := range h.Jails {
		for _, f := range c.jail {
			c.tell(out, h, f.desc, f.value(j), j.Name)
		}
		if j.Limits == nil {
			continue
		}
		for _, f := range c.limit {
			c.tell(out, h, f.desc, f.value(*j.Limits), j.Name)
		}
	}
}

func (c *hosts) tell(out chan<- prometheus.Metric, h Host, desc *prometheus.Desc, value float64, labels ...string) {
	out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, c.metrics.hostValues(h.Name, labels...)...)
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
