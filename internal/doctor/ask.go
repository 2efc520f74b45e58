package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"bangui/internal/settings"
)

// Address is where a server answers.
type Address struct {
	// URL wins if it is not empty: the server's, such as http://127.0.0.1:8080/f2b.
	URL      string
	Listen   settings.Listen
	BasePath string
}

// Answer is what a health check of a server said.
type Answer struct {
	// Ready is true if all checks are good.
	Ready  bool
	Checks []Check
}

// Check is one of them.
type Check struct {
	Name    string `json:"name"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

// Failing names the checks that are not good.
func (a Answer) Failing() string {
	var failing []string
	for _, c := range a.Checks {
		if c.Status != "ok" {
			failing = append(failing, c.Name+" "+c.Message)
		}
	}
	return strings.Join(failing, "; ")
}

// errNotBanGUI is for an answer that is none of ours.
var errNotBanGUI = errors.New("what answers is not BanGUI")

const (
	askWithin = 5 * time.Second
	maxAnswer = 64 << 10
)

// Ask asks a server for /readyz or /healthz. It fails if nobody answers, or somebody who is not BanGUI.
func Ask(ctx context.Context, where Address, path string) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, where.base()+path, nil)
	if err != nil {
		return Answer{}, fmt.Errorf("%q is not a URL such as http://127.0.0.1:8080", where.URL)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	if where.URL == "" && where.Listen.Network == "unix" {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", where.Listen.Address)
		}
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	var body struct {
		Status string  `json:"status"`
		Checks []Check `json:"checks"`
	}
	err = json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(&body)
	if err != nil || body.Status == "" || body.Checks == nil {
		return Answer{}, fmt.Errorf("%w: status %d", errNotBanGUI, response.StatusCode)
	}
	return Answer{Ready: response.StatusCode == http.StatusOK, Checks: body.Checks}, nil
}

// base is the URL without a slash at its end. A server that listens on all addresses is asked on this machine's own.
func (a Address) base() string {
	if a.URL != "" {
		return strings.TrimSuffix(a.URL, "/")
	}
	if a.Listen.Network == "unix" {
		return "http://bangui" + a.BasePath
	}
	host, port, _ := net.SplitHostPort(a.Listen.Address)
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.Equal(net.IPv4zero)) {
		host = "127.0.0.1"
	} else if ip != nil && ip.IsUnspecified() {
		host = "::1"
	}
	return "http://" + net.JoinHostPort(host, port) + a.BasePath
}
