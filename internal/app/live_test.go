package app_test

import (
	"net/http"
	"testing"
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
