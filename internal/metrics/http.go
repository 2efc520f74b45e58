package metrics

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// other stands for everything that is not in a closed list.
const other = "other"

// makeHTTP makes the figures of the HTTP server.
func (m *Metrics) makeHTTP() {
	m.requests = m.counter("bangui_http_requests_total", "Requests that were answered", "route", "method", "status")
	m.requestTime = m.histogram("bangui_http_request_seconds", "How long answers took, without live streams",
		[]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}, "route")
	m.streams = m.gauge("bangui_streams_open", "Live streams to browsers that are open now").WithLabelValues()
}

// Request counts an answer. route is that of the table, empty for anything else; a status of 0 means that nothing was answered.
func (m *Metrics) Request(route, method string, status int, took time.Duration) {
	if m == nil {
		return
	}
	route = known(route)
	m.requests.WithLabelValues(route, knownMethod(method), class(status)).Inc()
	m.requestTime.WithLabelValues(route).Observe(took.Seconds())
}

// Stream counts a live stream that is open until the function that it returns is called.
func (m *Metrics) Stream() (closed func()) {
	if m == nil {
		return func() {}
	}
	m.streams.Inc()
	return m.streams.Dec
}

// StreamRequest counts the request that was a live stream: how long it stayed open is no time to answer.
func (m *Metrics) StreamRequest(route, method string, status int) {
	if m == nil {
		return
	}
	m.requests.WithLabelValues(known(route), knownMethod(method), class(status)).Inc()
}

func known(route string) string {
	if route == "" {
		return other
	}
	return route
}

// knownMethod keeps made-up methods out of the labels.
func knownMethod(method string) string {
	methods := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete, http.MethodOptions}
	if slices.Contains(methods, method) {
		return method
	}
	return other
}

// class is 2xx for 200 and the like.
func class(status int) string {
	if status < 100 || status > 599 {
		return "none"
	}
	return strconv.Itoa(status/100) + "xx"
}
