package rig

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Stream is one open page: it follows the live events and comes back when the connection ends, saying what it saw last, as
// a browser's EventSource does by itself (HTML standard, section 9.2).
type Stream struct {
	browser *Browser
	base    string
	cancel  context.CancelFunc
	done    chan struct{}

	mu sync.Mutex
	// bans are the arrivals of each ban, by its address.
	bans map[string][]time.Time
	// fetched is when the page had to fetch everything anew: at a resync, and at each hello that follows no other stream.
	fetched  []time.Time
	resyncs  int
	hellos   []time.Time
	lost     []time.Time
	open     bool
	lastID   string
	topics   map[string]int
	lastFail error
}

// Follow opens the page on a base URL.
func (b *Browser) Follow(ctx context.Context, base string) *Stream {
	ctx, cancel := context.WithCancel(ctx)
	s := &Stream{browser: b, base: base, cancel: cancel, done: make(chan struct{}), bans: map[string][]time.Time{}, topics: map[string]int{}}
	go s.run(ctx)
	return s
}

// comeBack is how long a page waits before it tries again.
const comeBack = time.Second

func (s *Stream) run(ctx context.Context) {
	defer close(s.done)
	client := &http.Client{Transport: s.browser.Client.Transport}
	for ctx.Err() == nil {
		err := s.read(ctx, client)
		s.ended(err)
		select {
		case <-ctx.Done():
		case <-time.After(comeBack):
		}
	}
}

func (s *Stream) read(ctx context.Context, client *http.Client) error {
	request, err := s.browser.request(ctx, s.base, http.MethodGet, "/events", nil)
	if err != nil {
		return err
	}
	s.mu.Lock()
	if s.lastID != "" {
		request.Header.Set("Last-Event-ID", s.lastID)
	}
	s.mu.Unlock()
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("GET /events: %s", answer.Status)
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	var id, topic string
	for lines.Scan() {
		line := lines.Text()
		if value, ok := strings.CutPrefix(line, "id: "); ok {
			id = value
		}
		if value, ok := strings.CutPrefix(line, "event: "); ok {
			topic = value
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			s.take(id, topic, data)
		}
	}
	return lines.Err()
}

func (s *Stream) take(id, topic, data string) {
	var event struct {
		Ban struct {
			Address string `json:"address"`
		} `json:"ban"`
	}
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.topics[topic]++
	switch topic {
	case "hello":
		s.open = true
		s.hellos = append(s.hellos, now)
		if s.lastID == "" {
			s.fetched = append(s.fetched, now)
		}
	case "resync":
		s.resyncs++
		s.fetched = append(s.fetched, now)
	case "ban":
		if json.Unmarshal([]byte(data), &event) == nil {
			s.bans[event.Ban.Address] = append(s.bans[event.Ban.Address], now)
		}
	}
	s.lastID = id
}

func (s *Stream) ended(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open {
		s.lost = append(s.lost, time.Now())
	}
	s.open, s.lastFail = false, err
}

// Close closes the page and waits for its end.
func (s *Stream) Close() {
	s.cancel()
	<-s.done
}

// Open tells whether the stream is connected now.
func (s *Stream) Open() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// Bans is how often the ban of an address arrived, and when it did first.
func (s *Stream) Bans(address string) (int, time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if all := s.bans[address]; len(all) > 0 {
		return len(all), all[0]
	}
	return 0, time.Time{}
}

// Topics is how many events of a topic have arrived.
func (s *Stream) Topics(topic string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.topics[topic]
}

// LastFetch is when the page was told to fetch everything anew for the last time; zero if never.
func (s *Stream) LastFetch() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.fetched) == 0 {
		return time.Time{}
	}
	return s.fetched[len(s.fetched)-1]
}

// Resyncs is how often it was told so by the server.
func (s *Stream) Resyncs() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.resyncs
}

// LongestGap is the longest time without a connection after the first one; one that lasts is counted until now.
func (s *Stream) LongestGap() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	longest := time.Duration(0)
	for i, lost := range s.lost {
		back := time.Now()
		if i+1 < len(s.hellos) {
			back = s.hellos[i+1]
		}
		longest = max(longest, back.Sub(lost))
	}
	return longest
}

// Trouble is why the last connection ended; nil if by the server.
func (s *Stream) Trouble() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lastFail
}
