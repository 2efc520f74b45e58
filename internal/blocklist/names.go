package blocklist

import (
	"context"
	"strconv"
	"sync"
	"time"
)

// names remembers how lists are called: titles of jobs have the names, and are asked for again and again.
type names struct {
	mu    sync.Mutex
	known map[string]string
	at    time.Time
}

const (
	// namesFor is for how long names are believed.
	namesFor = 5 * time.Second
	// namesWithin is how long looking them up may take.
	namesWithin = time.Second
)

// of returns the name of the list with this number; the number itself if it is not known.
func (n *names) of(b *Blocklists, member string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if time.Since(n.at) > namesFor {
		n.look(b)
	}
	if name, ok := n.known[member]; ok {
		return name
	}
	return member
}

// look is called with the lock held. What was known before stays if the store does not answer, and lists that are gone keep their names.
func (n *names) look(b *Blocklists) {
	ctx, cancel := context.WithTimeout(context.Background(), namesWithin)
	defer cancel()
	n.at = time.Now()
	lists, err := b.store.Blocklists(ctx)
	if err != nil {
		return
	}
	if n.known == nil {
		n.known = make(map[string]string)
	}
	for _, list := range lists {
		n.known[strconv.FormatInt(list.ID, 10)] = list.Name
	}
}
