package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// figure is a number that is asked for when Prometheus comes, with the values of its labels.
type figure struct {
	desc   *prometheus.Desc
	kind   prometheus.ValueType
	value  float64
	labels []string
}

// watch registers figures that list computes; desc names them all.
type watch struct {
	desc []*prometheus.Desc
	list func() []figure
}

// Describe names all figures.
func (w *watch) Describe(out chan<- *prometheus.Desc) {
	for _, d := range w.desc {
		out <- d
	}
}

// Collect tells all figures.
func (w *watch) Collect(out chan<- prometheus.Metric) {
	for _, f := range w.list() {
		out <- prometheus.MustNewConstMetric(f.desc, f.kind, f.value, f.labels...)
	}
}

// Pool is one pool of connections to the database.
type Pool struct {
	// Name is such as write or read.
	Name string
	// Max is how many connections it may open; 0 is no limit.
	Max, InUse, Idle int
	// Waits is how often somebody waited for a connection, Waited for how long in all.
	Waits  int64
	Waited time.Duration
}

// Database is where the figures of the database come from. None of the functions may wait.
type Database struct {
	Pools func() []Pool
	// Failures is how often the database failed since the start, AuditFailures how often an entry of the audit log was lost by it.
	Failures, AuditFailures func() int64
}

// WatchDatabase tells Prometheus of the database.
func (m *Metrics) WatchDatabase(db Database) {
	connections := prometheus.NewDesc("bangui_database_connections", "Connections to the database", []string{"pool", "state"}, nil)
	limit := prometheus.NewDesc("bangui_database_connections_max", "How many connections the pool may open; 0 is no limit", []string{"pool"}, nil)
	waits := prometheus.NewDesc("bangui_database_waits_total", "How often somebody waited for a connection", []string{"pool"}, nil)
	waited := prometheus.NewDesc("bangui_database_wait_seconds_total", "How long was waited for connections in all", []string{"pool"}, nil)
	failed := prometheus.NewDesc("bangui_database_failures_total", "Statements and transactions that the database did not carry out", nil, nil)
	audit := prometheus.NewDesc("bangui_audit_failures_total", "How often entries of the audit log could not be written", nil, nil)
	m.registry.MustRegister(&watch{desc: []*prometheus.Desc{connections, limit, waits, waited, failed, audit}, list: func() []figure {
		all := []figure{
			{failed, prometheus.CounterValue, float64(db.Failures()), nil},
			{audit, prometheus.CounterValue, float64(db.AuditFailures()), nil},
		}
		for _, p := range db.Pools() {
			all = append(all,
				figure{connections, prometheus.GaugeValue, float64(p.InUse), []string{p.Name, "in_use"}},
				figure{connections, prometheus.GaugeValue, float64(p.Idle), []string{p.Name, "idle"}},
				figure{limit, prometheus.GaugeValue, float64(p.Max), []string{p.Name}},
				figure{waits, prometheus.CounterValue, float64(p.Waits), []string{p.Name}},
				figure{waited, prometheus.CounterValue, p.Waited.Seconds(), []string{p.Name}})
		}
		return all
	}})
}

// Replicas is what this replica knows of all.
type Replicas struct {
	// Alive counts this one, too; Silent are those that stopped beating without leaving.
	Alive, Silent int
	// Beat is how long ago this replica last told the database that it is alive.
	Beat time.Duration
}

// WatchReplicas tells Prometheus of the replicas. now must not wait; ok is false as long as nothing is known.
func (m *Metrics) WatchReplicas(now func() (r Replicas, ok bool)) {
	count := prometheus.NewDesc("bangui_replicas", "Replicas of this installation, as this one knows them", []string{"state"}, nil)
	beat := prometheus.NewDesc("bangui_replica_beat_age_seconds", "How long ago this replica last told the database that it is alive", nil, nil)
	m.registry.MustRegister(&watch{desc: []*prometheus.Desc{count, beat}, list: func() []figure {
		r, ok := now()
		if !ok {
			return nil
		}
		return []figure{
			{count, prometheus.GaugeValue, float64(r.Alive), []string{"alive"}},
			{count, prometheus.GaugeValue, float64(r.Silent), []string{"silent"}},
			{beat, prometheus.GaugeValue, r.Beat.Seconds(), nil},
		}
	}})
}

// WatchLeases tells Prometheus how many hosts this process holds.
func (m *Metrics) WatchLeases(hosts func() int) {
	held := prometheus.NewDesc("bangui_hosts_held", "Hosts that this process holds the lease of", nil, nil)
	m.registry.MustRegister(&watch{desc: []*prometheus.Desc{held}, list: func() []figure {
		return []figure{{held, prometheus.GaugeValue, float64(hosts()), nil}}
	}})
}
