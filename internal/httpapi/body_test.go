package httpapi_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"bangui/internal/httpapi"
)

func TestAStopDoesNotWaitForABodyThatDoesNotArrive(t *testing.T) {
	stopping := make(chan struct{})
	w := newReadyWorld(t, func(d *httpapi.Deps) { d.Stopping = stopping })
	server := httptest.NewServer(w.handler)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprint(conn, "POST /api/v1/session HTTP/1.1\r\nHost: b\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{")
	if err != nil {
		t.Fatal(err)
	}
	close(stopping)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusRequestTimeout {
		t.Errorf("status %d, want %d", res.StatusCode, http.StatusRequestTimeout)
	}
}
