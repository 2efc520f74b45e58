package outbound

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"bangui/internal/fault"
)

// Options say what a [Client] is.
type Options struct {
	// UserAgent is what it calls itself.
	UserAgent string
	// Resolver asks for the addresses of names; nil means the machine's.
	Resolver *net.Resolver
	// Roots are whom it believes that a server is who it says; nil means those of the machine.
	Roots *x509.CertPool
}

// Client makes requests to the outside. Make one with [New]. All methods may be called at the same time.
type Client struct {
	options Options
}

// New returns a Client.
func New(options Options) *Client { return &Client{options} }

// Request asks for one thing. Zero limits mean those of [Request.normal].
type Request struct {
	// URL begins with http:// or https://.
	URL string
	// ETag and LastModified are of the answer that is here already, if there is one.
	ETag, LastModified string
	// Private are addresses that are none of the internet and at which the server of the URL may be nevertheless. They do not count for servers
	// that it redirects to.
	Private []netip.Prefix
	// Within is how long all of it may take, until the answer is read; Idle how long nothing may come.
	Within, Idle time.Duration
	// MaxBytes is how many bytes may come over the network, MaxUnpacked what they may unpack to.
	MaxBytes, MaxUnpacked int64
	// MaxRedirects is how often the server may send us elsewhere.
	MaxRedirects int
}

const (
	connectWithin = 15 * time.Second
	answerWithin  = 30 * time.Second
	maxHeader     = 64 << 10
)

// normal fills in the limits.
func (r Request) normal() Request {
	r.Within, r.Idle = cmp.Or(r.Within, 5*time.Minute), cmp.Or(r.Idle, 30*time.Second)
	r.MaxBytes, r.MaxUnpacked = cmp.Or(r.MaxBytes, 64<<20), cmp.Or(r.MaxUnpacked, 256<<20)
	r.MaxRedirects = cmp.Or(r.MaxRedirects, 5)
	return r
}

// Get asks for a page. Close the response. It fails with fault.Invalid for a URL that cannot be asked, with fault.Forbidden for a server that is at no
// address of the internet, with fault.Unreachable for one that does not answer in time or is not who it says, with fault.Refused for one that says no (after
// [fault.Fault.RetryAfter], if it says so) and with fault.TooLarge for an answer over the limits. Reading the body fails in the same ways.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	r = r.normal()
	target, err := checkURL(r.URL)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeoutCause(ctx, r.Within, errOutOfTime)
	f := &fetch{client: c, request: r, target: target, stop: stop}
	response, err := f.do(ctx)
	if err != nil {
		err = f.explain(ctx, err)
		stop()
		return nil, err
	}
	return response, nil
}

// checkURL fails with fault.Invalid.
func checkURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		return nil, fault.Invalid.Errorf("this is no address of a web page")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fault.Invalid.Errorf("an address must begin with https:// or http://, not with %s", u.Scheme)
	case u.User != nil:
		return nil, fault.Invalid.Errorf("leave user name and password away")
	}
	return u, nil
}

var (
	errOutOfTime = errors.New("the time is up")
	errIdle      = errors.New("nothing came for too long")
)

// fetch is one request.
type fetch struct {
	client  *Client
	request Request
	target  *url.URL
	stop    context.CancelFunc
}

func (f *fetch) do(ctx context.Context) (*Response, error) {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, f.target.String(), nil)
	if err != nil {
		return nil, err
	}
	f.addHeaders(ask.Header)
	web := &http.Client{Transport: f.transport(), CheckRedirect: f.checkRedirect}
	answer, err := web.Do(ask)
	if err != nil {
		return nil, err
	}
	response, err := f.response(ctx, answer)
	if err != nil {
		_ = answer.Body.Close() // nothing of it is wanted any more
	}
	return response, err
}

func (f *fetch) addHeaders(h http.Header) {
	h.Set("User-Agent", f.client.options.UserAgent)
	h.Set("Accept-Encoding", "gzip")
	if f.request.ETag != "" {
		h.Set("If-None-Match", f.request.ETag)
	}
	if f.request.LastModified != "" {
		h.Set("If-Modified-Since", f.request.LastModified)
	}
}

// transport is for one request only: a connection to a private address that was allowed for one must not serve another. A proxy that is set for the
// machine is not used: it would look names up itself, and nobody could check where that leads.
func (f *fetch) transport() *http.Transport {
	return &http.Transport{
		DialContext: f.dial, TLSClientConfig: &tls.Config{RootCAs: f.client.options.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: connectWithin, ResponseHeaderTimeout: answerWithin, MaxResponseHeaderBytes: maxHeader,
		DisableKeepAlives: true, DisableCompression: true,
	}
}

// dial connects if the address to which the name has led may be connected to.
func (f *fetch) dial(ctx context.Context, network, address string) (net.Conn, error) {
	isTarget := strings.EqualFold(address, net.JoinHostPort(f.target.Hostname(), portOf(f.target)))
	dialer := &net.Dialer{
		Timeout: connectWithin, Resolver: f.client.options.Resolver,
		Control: func(_, at string, _ syscall.RawConn) error { return f.checkAddress(address, at, isTarget) },
	}
	return dialer.DialContext(ctx, network, address)
}

func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	default:
		return "80"
	}
}

// checkAddress is asked with the very address to which a connection is about to be made.
func (f *fetch) checkAddress(name, at string, isTarget bool) error {
	place, err := netip.ParseAddrPort(at)
	if err != nil {
		return err
	}
	addr := place.Addr().Unmap().WithZone("")
	kind := Special(addr)
	if kind == "" || (isTarget && slices.ContainsFunc(f.request.Private, func(p netip.Prefix) bool { return p.Contains(addr) })) {
		return nil
	}
	host, _, err := net.SplitHostPort(name)
	if err != nil {
		host = name
	}
	refusal := fault.Forbidden.Errorf("%s is at %s, which is no address of the internet (%s)", host, addr, kind).
		WithWhy("Whoever writes lists, or names of servers, could reach into your own network by it.")
	if isTarget {
		refusal.Mend = "If this server is meant, allow its address for this request."
	}
	return refusal
}

// checkRedirect is asked before each redirect is followed.
func (f *fetch) checkRedirect(next *http.Request, before []*http.Request) error {
	next.Header.Del("Referer")
	if len(before) > f.request.MaxRedirects {
		return fault.Refused.Errorf("the server sends us on and on: %d times at least", len(before))
	}
	if _, err := checkURL(next.URL.String()); err != nil {
		return fault.Refused.Wrapf(err, "the server sends us to a place that cannot be asked: %s", err)
	}
	if before[len(before)-1].URL.Scheme == "https" && next.URL.Scheme != "https" {
		return fault.Refused.Errorf("the server sends us from https to http, where anybody on the way could change what comes")
	}
	return nil
}

// statusError is an answer that is none of those that are wanted.
func statusError(answer *http.Response, host string) error {
	f := fault.Refused.Errorf("%s answers %d %s", host, answer.StatusCode, http.StatusText(answer.StatusCode))
	switch answer.StatusCode {
	case http.StatusNotFound, http.StatusGone:
		f.Mend = "Look whether the address is still right."
	case http.StatusUnauthorized, http.StatusForbidden:
		f.Mend = "Look whether one has to register there, or whether it was fetched too often."
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		f.Mend = "Ask less often."
	}
	return f.WithRetryAfter(retryAfter(answer.Header.Get("Retry-After")))
}

// retryAfter reads seconds or a date; zero if it is neither. Source: RFC 9110, section 10.2.3.
func retryAfter(text string) time.Duration {
	const most = 7 * 24 * time.Hour
	wait := time.Duration(0)
	if n, err := strconv.Atoi(text); err == nil {
		wait = min(time.Duration(min(n, int(most/time.Second)))*time.Second, most)
	} else if at, err := http.ParseTime(text); err == nil {
		wait = time.Until(at)
	}
	return max(min(wait, most), 0)
}
