package metrics

// HostError is a kind of trouble with fail2ban, in the words of the usual exporter.
type HostError string

// The kinds of trouble.
const (
	// NotConnected: its socket could not be opened.
	NotConnected HostError = "socket_conn"
	// NotAnswered: it was connected and did not answer, or not with what can be read.
	NotAnswered HostError = "socket_req"
)

// makeOrders makes the figures about what fail2ban is told and asked.
func (m *Metrics) makeOrders() {
	m.orders = m.counter("bangui_fail2ban_orders_total", "Orders to fail2ban on hosts that this process holds, by how they ended", "verb", "outcome")
	m.hostErrors = m.counter("f2b_errors", "How often fail2ban could not be asked since the start", append(m.hostLabels, "type")...)
}

// Order counts an order to fail2ban. verb and outcome are words from closed lists.
func (m *Metrics) Order(verb, outcome string) {
	if m == nil {
		return
	}
	m.orders.WithLabelValues(verb, outcome).Inc()
}

// HostError counts a try to ask the fail2ban of a host. An empty kind is one that worked: it only makes the figures known, at zero.
func (m *Metrics) HostError(host string, kind HostError) {
	if m == nil {
		return
	}
	for _, k := range []HostError{NotConnected, NotAnswered} {
		counter := m.hostErrors.WithLabelValues(m.hostValues(host, string(k))...)
		if k == kind {
			counter.Inc()
		}
	}
}

// hostValues puts the host before other values, if hosts are named.
func (m *Metrics) hostValues(host string, others ...string) []string {
	if len(m.hostLabels) == 0 {
		return others
	}
	return append([]string{host}, others...)
}
