package metrics

// makeEvents makes the figures about what replicas tell each other and browsers.
func (m *Metrics) makeEvents() {
	m.events = m.counter("bangui_events_total", "Events, by topic and by whether they happened here (local) or came from another replica (remote)",
		"topic", "origin")
	m.eventsMissed = m.counter("bangui_events_missed_total", "How often browsers were told to fetch anew because events of another replica were missing, or too many to tell one by one").
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

// EventsMissed counts that browsers had to fetch anew, because of a gap in what another replica told or because it was too much.
func (m *Metrics) EventsMissed() {
	if m == nil {
		return
	}
	m.eventsMissed.Inc()
}
