package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Blocklist is a block list as it was known last.
type Blocklist struct {
	Name string
	// Enabled lists are in force.
	Enabled bool
	Entries int
	// Failures is how many imports have failed since the last one that went well, Alert whether somebody should look at it.
	Failures int
	Alert    bool
	// FetchedAt is when it was got last; zero if it never was.
	FetchedAt time.Time
}

// Enforcement is what a host that this process holds blocks.
type Enforcement struct {
	Host string
	// InForce tells whether it blocks what it is to, Repairs how often its kernel was mended.
	InForce bool
	Repairs int
	// Dropped has what was dropped because of each list.
	Dropped []Dropped
}

// Dropped is what was dropped because of a list since the machine was started.
type Dropped struct {
	List           string
	Packets, Bytes uint64
}

// WatchBlocklists tells Prometheus of block lists and of what hosts drop. Neither function may wait.
func (m *Metrics) WatchBlocklists(lists func() []Blocklist, hosts func() []Enforcement) {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	enabled := desc("bangui_blocklist_enabled", "1 if the block list is in force, else 0", "list")
	entries := desc("bangui_blocklist_entries", "Addresses and networks of the block list", "list")
	failures := desc("bangui_blocklist_failures", "Imports that have failed since the last one that went well", "list")
	alert := desc("bangui_blocklist_alert", "1 if the block list has changed suspiciously and waits for somebody", "list")
	fetched := desc("bangui_blocklist_fetched_timestamp_seconds", "When the block list was got last", "list")
	inForce := desc("bangui_enforcement_in_force", "1 if the host blocks what it is to, else 0", "host")
	repairs := desc("bangui_enforcement_repairs", "How often what somebody had changed in the kernel was mended", "host")
	packets := desc("bangui_blocklist_dropped_packets", "Packets dropped because of the block list since the host was started", "host", "list")
	bytes := desc("bangui_blocklist_dropped_bytes", "Bytes of those packets", "host", "list")
	all := []*prometheus.Desc{enabled, entries, failures, alert, fetched, inForce, repairs, packets, bytes}
	m.registry.MustRegister(&watch{desc: all, list: func() []figure {
		var figures []figure
		gauge := func(d *prometheus.Desc, value float64, labels ...string) {
			figures = append(figures, figure{d, prometheus.GaugeValue, value, labels})
		}
		for _, l := range lists() {
			gauge(enabled, truth(l.Enabled), l.Name)
			gauge(entries, float64(l.Entries), l.Name)
			gauge(failures, float64(l.Failures), l.Name)
			gauge(alert, truth(l.Alert), l.Name)
			if !l.FetchedAt.IsZero() {
				gauge(fetched, float64(l.FetchedAt.UnixMilli())/1000, l.Name)
			}
		}
		for _, h := range hosts() {
			gauge(inForce, truth(h.InForce), h.Host)
			gauge(repairs, float64(h.Repairs), h.Host)
			for _, d := range h.Dropped {
				gauge(packets, float64(d.Packets), h.Host, d.List)
				gauge(bytes, float64(d.Bytes), h.Host, d.List)
			}
		}
		return figures
	}})
}
