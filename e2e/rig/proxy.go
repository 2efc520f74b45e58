package rig

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Proxy sends requests to replicas in turn, without any stickiness, and only to those whose /readyz says yes. As usual proxies do
// (nginx's proxy_next_upstream), it tries the next one if a connection is refused, for then nothing was sent. It passes live
// streams on as they come.
type Proxy struct {
	// Base is its URL.
	Base string
	// Refused counts connections that were refused, Failed requests that ended in a 502.
	Refused, Failed atomic.Int64

	upstreams []*upstream
	next      atomic.Uint64
	server    *http.Server
	stop      context.CancelFunc
	done      sync.WaitGroup
}

type upstream struct {
	replica *Replica
	healthy atomic.Bool
	through *httputil.ReverseProxy
}

// probeEvery is how often replicas are asked whether they are ready: less than the time that a stopping one says no before it
// closes its port.
const probeEvery = 500 * time.Millisecond

// Proxy starts a proxy before the replicas.
func (r *Rig) Proxy(replicas ...*Replica) (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	p := &Proxy{Base: "http://" + listener.Addr().String(), stop: stop}
	for _, replica := range replicas {
		u, err := newUpstream(p, replica)
		if err != nil {
			return nil, errors.Join(err, listener.Close())
		}
		p.upstreams = append(p.upstreams, u)
		p.done.Go(func() { u.watch(ctx) })
	}
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second}
	p.done.Go(func() { _ = p.server.Serve(listener) }) // Close ends it
	return p, nil
}

func newUpstream(p *Proxy, replica *Replica) (*upstream, error) {
	base, err := url.Parse(replica.Base)
	if err != nil {
		return nil, err
	}
	u := &upstream{replica: replica}
	u.through = &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(base); r.SetXForwarded() },
		Transport: &http.Transport{DialContext: replica.dialer().Dial, MaxIdleConnsPerHost: 256}, FlushInterval: -1,
		ErrorLog: log.New(os.Stderr, "proxy: ", log.LstdFlags),
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if opErr, ok := errors.AsType[*net.OpError](err); ok && opErr.Op == "dial" {
				u.healthy.Store(false)
				p.Refused.Add(1)
				p.pass(w, r)
				return
			}
			if r.Context().Err() == nil {
				p.Failed.Add(1)
			}
			w.WriteHeader(http.StatusBadGateway)
		},
	}
	return u, nil
}

// watch keeps healthy up to date until ctx ends.
func (u *upstream) watch(ctx context.Context) {
	client := u.replica.Client()
	client.Timeout = 2 * time.Second
	for {
		status, err := u.replica.Ready(ctx, client)
		u.healthy.Store(err == nil && status == http.StatusOK)
		select {
		case <-ctx.Done():
			return
		case <-time.After(probeEvery):
		}
	}
}

// ServeHTTP passes a request to the next healthy replica.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	p.pass(w, r.WithContext(context.WithValue(r.Context(), bodyKey{}, body)))
}

// bodyKey is for the body of a request, which may have to be sent twice.
type bodyKey struct{}

func (p *Proxy) pass(w http.ResponseWriter, r *http.Request) {
	for range p.upstreams {
		u := p.upstreams[p.next.Add(1)%uint64(len(p.upstreams))]
		if u.healthy.Load() {
			if body, ok := r.Context().Value(bodyKey{}).([]byte); ok {
				r.Body = io.NopCloser(bytes.NewReader(body))
			}
			u.through.ServeHTTP(w, r)
			return
		}
	}
	p.Failed.Add(1)
	w.WriteHeader(http.StatusServiceUnavailable)
}

// WaitHealthy waits until so many replicas are used.
func (p *Proxy) WaitHealthy(ctx context.Context, n int) error {
	for {
		healthy := 0
		for _, u := range p.upstreams {
			if u.healthy.Load() {
				healthy++
			}
		}
		if healthy >= n {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Close cuts all connections.
func (p *Proxy) Close() error {
	p.stop()
	err := p.server.Close()
	p.done.Wait()
	return err
}
