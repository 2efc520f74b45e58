package metrics

import (
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Route is where Prometheus finds the figures.
const Route = "/metrics"

// scrapeWithin is how long one answer may take; Prometheus itself waits 10 s by default.
const scrapeWithin = 5 * time.Second

// Metrics is all figures of one process. Make one with [New]. All methods may be called at the same time; those that count do nothing
// on a nil *Metrics.
type Metrics struct {
	registry *prometheus.Registry
	log      *slog.Logger
	version  string

	requests     *prometheus.CounterVec
	requestTime  *prometheus.HistogramVec
	streams      prometheus.Gauge
	signIns      *prometheus.CounterVec
	orders       *prometheus.CounterVec
	hostErrors   *prometheus.CounterVec
	hostLabels   []string
	runs         *prometheus.CounterVec
	runTime      *prometheus.HistogramVec
	running      *prometheus.GaugeVec
	lastSuccess  *prometheus.GaugeVec
	events       *prometheus.CounterVec
	eventsMissed prometheus.Counter
}

// Options is what [New] needs.
type Options struct {
	// Version is BanGUI's own.
	Version string
	Logger  *slog.Logger
	// NameHosts gives the f2b_* figures a label host. Without it they are exactly those of the usual exporter, for one fail2ban.
	NameHosts bool
}

// New returns figures that are all zero, and those of the Go run time and the process.
func New(options Options) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), log: options.Logger, version: options.Version}
	if options.NameHosts {
		m.hostLabels = []string{"host"}
	}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	build := m.gauge("bangui_build_info", "Always 1; the labels tell which build this is", "version", "go_version")
	build.WithLabelValues(options.Version, runtime.Version()).Set(1)
	m.makeHTTP()
	m.makeAccounts()
	m.makeOrders()
	m.makeJobs()
	m.makeEvents()
	return m
}

// Handler answers Prometheus. Who may ask is up to the caller.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog: slog.NewLogLogger(m.log.Handler(), slog.LevelWarn), ErrorHandling: promhttp.ContinueOnError,
		Timeout: scrapeWithin, MaxRequestsInFlight: maxScrapes,
	})
}

// maxScrapes is how many answers are made at a time.
const maxScrapes = 4

func (m *Metrics) counter(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	m.registry.MustRegister(c)
	return c
}

func (m *Metrics) gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	m.registry.MustRegister(g)
	return g
}

func (m *Metrics) histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
	m.registry.MustRegister(h)
	return h
}
