package metrics

// makeEvents makes the figures about what replicas tell each other and browsers.
func (m *Metrics) makeEvents() {
	m.events = m.counter("bangui_events_total", "Events, by topic and by whether they happened here (local) or came from another replica (remote)",
		"topic", "origin")
	m.eventsMissed = m.counter("bangui_events_missed_total", "How often events of another replica were found missing, and browsers told to fetch anew").
		WithLabelValues()
}

// Event counts an event that was told to browsers of this process. remote is true for one that another replica published.
func (m *Metrics) Event(topic string, remote bool) {
	if m == nil {
		return
	}
	origin := "local"
	if remote {
		origin = "remote"
	}
	m.events.WithLabelValues(topic, origin).Inc()
}

// EventsMissed counts a gap in what another replica told.
func (m *Metrics) EventsMissed() {
	if m == nil {
		return
	}
	m.eventsMissed.Inc()
}
