package wire

// memo is what a message has stored for later reference, by number. It grows by pages, so that nothing is copied.
type memo struct {
	pages [][]item
	n     int
}

const memoPage = 1 << 10

// at returns the place of a number below n.
func (m *memo) at(index int) *item { return &m.pages[index/memoPage][index%memoPage] }

// add appends a place.
func (m *memo) add(it item) {
	if m.n/memoPage == len(m.pages) {
		m.pages = append(m.pages, make([]item, memoPage))
	}
	m.n++
	*m.at(m.n - 1) = it
}

// forget empties the memo and keeps its first page.
func (m *memo) forget() {
	if len(m.pages) > 0 {
		clear(m.pages[0])
		clear(m.pages[1:])
		m.pages = m.pages[:1]
	}
	m.n = 0
}
