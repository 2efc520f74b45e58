package app_test

import (
	"errors"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"
)

func TestLocalHostIsListed(t *testing.T) {
	s := start(t, dataDir(t), nil)
	s.setUp()
	status, answer := s.call(s.client, http.MethodGet, "/api/v1/hosts", nil)
	items, _ := answer["items"].([]any)
	if status != 200 || len(items) != 1 || items[0].(map[string]any)["name"] != "local" {
		t.Errorf("hosts: %d %v, want 200 with local", status, answer)
	}
}

func TestStopWhileAStreamIsOpen(t *testing.T) {
	s := start(t, dataDir(t), nil)
	s.setUp()
	res, err := s.client.Get(s.URL + "api/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		t.Fatalf("events: %d", res.StatusCode)
	}
	s.stop() // does not take the 25 s that running requests may take: the test would time out
	buffer := make([]byte, 1<<16)
	for {
		if _, err := res.Body.Read(buffer); err != nil {
			return
		}
	}
}

func TestStopDoesNotWaitForAnUnusedConnection(t *testing.T) {
	s := start(t, dataDir(t), nil)
	conn, err := net.Dial("tcp", s.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	s.setUp() // by then the server has taken the connection before
	began := time.Now()
	s.stop()
	if took := time.Since(began); took > 4500*time.Millisecond {
		t.Errorf("the stop took %v, as net/http waits for connections without a request", took)
	}
}

func TestStopWaitsForARunningRequest(t *testing.T) {
	s := start(t, dataDir(t), nil)
	s.setUp()
	status := make(chan int)
	go func() {
		got, _ := s.call(s.client, http.MethodGet, "/api/v1/hosts/local/jails/sshd", nil)
		status <- got
	}()
	<-s.asked
	s.cancel()
	for deadline := time.Now().Add(10 * time.Second); !refuses(s.Address); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("new connections are still taken 10 s after the order to stop")
		}
	}
	close(s.answer)
	if got := <-status; got != http.StatusOK {
		t.Errorf("the request that was running: %d, want 200", got)
	}
}

// refuses tells whether nobody listens at the address.
func refuses(address string) bool {
	conn, err := net.Dial("tcp", address)
	if err == nil {
		_ = conn.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

func TestProxiesAreToldBeforeTheListenerCloses(t *testing.T) {
	s := start(t, dataDir(t), map[string]string{"drain_delay": "5s"})
	s.setUp()
	fresh := &http.Client{Jar: s.client.Jar, Transport: &http.Transport{DisableKeepAlives: true}}
	s.cancel()
	for status := 0; status != http.StatusServiceUnavailable; {
		status, _ = s.call(fresh, http.MethodGet, "/readyz", nil) // fails the test when nobody listens any more
	}
	if status, answer := s.call(fresh, http.MethodGet, "/api/v1/session", nil); status != http.StatusOK {
		t.Errorf("a request that comes meanwhile: %d %v, want 200", status, answer)
	}
	s.stop()
}
