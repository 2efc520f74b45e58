package outbound_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"bangui/internal/fault"
	"bangui/internal/outbound"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// here allows the servers of these tests, which are on this machine, and nothing else.
func here() []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")} }

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// fetched is what came of a request.
type fetched struct {
	status int
	text   string
	bytes  int64
}

// get asks and reads all of the answer.
func get(t *testing.T, c *outbound.Client, r outbound.Request) (fetched, error) {
	t.Helper()
	response, err := c.Get(t.Context(), r)
	if err != nil {
		return fetched{}, err
	}
	defer response.Close()
	text, err := io.ReadAll(response.Body)
	return fetched{response.Status, string(text), response.Bytes()}, err
}

func client() *outbound.Client { return outbound.New(outbound.Options{UserAgent: "BanGUI/test"}) }

// wantFault is faultOf for who needs no more of it.
func wantFault(t *testing.T, err error, kind fault.Kind, text string) {
	t.Helper()
	_ = faultOf(t, err, kind, text)
}

// faultOf fails unless err is a fault of the kind, with the text in its message.
func faultOf(t *testing.T, err error, kind fault.Kind, text string) *fault.Fault {
	t.Helper()
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != kind || !strings.Contains(f.Message, text) {
		t.Fatalf("%v (%T), want %s with %q", err, err, kind, text)
	}
	return f
}

func TestAsksAgain(t *testing.T) {
	const etag, modified = `"abc"`, "Mon, 02 Mar 2026 10:00:00 GMT"
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("User-Agent") != "BanGUI/test" {
			t.Errorf("it calls itself %q", r.Header.Get("User-Agent"))
		}
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", modified)
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, "192.0.2.1\n")
	})
	c := client()
	response, err := c.Get(t.Context(), outbound.Request{URL: url, Private: here()})
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	response.Close()
	if err != nil || string(text) != "192.0.2.1\n" || response.ETag != etag || response.LastModified != modified || response.Bytes() != 10 {
		t.Errorf("%q %v %+v", text, err, response)
	}
	again, err := c.Get(t.Context(), outbound.Request{URL: url, Private: here(), ETag: response.ETag, LastModified: response.LastModified})
	if err != nil || !again.NotModified() {
		t.Fatalf("asked again: %+v %v, want not modified", again, err)
	}
	again.Close()
}

func TestPlacesThatAreRefused(t *testing.T) {
	url := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the server was asked") })
	_, port, err := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	resolver := nameServer(t, map[string][]string{
		"loop.test.": {"127.0.0.1"}, "inner.test.": {"10.0.0.5"}, "both.test.": {"192.168.1.1", "127.0.0.1"}, "six.test.": {"::1"},
		"mapped.test.": {"::ffff:127.0.0.1"}, "nat.test.": {"64:ff9b::7f00:1"}, "link.test.": {"169.254.169.254"},
	})
	c := outbound.New(outbound.Options{Resolver: resolver})
	for name, kind := range map[string]string{
		"loop.test": "loopback", "inner.test": "private", "both.test": "no address of the internet", "six.test": "loopback", "mapped.test": "loopback",
		"nat.test": "loopback", "link.test": "link-local", "127.0.0.1": "loopback", "[::1]": "loopback", "0.0.0.0": "unspecified",
		"[::ffff:127.0.0.1]": "loopback",
	} {
		_, err := get(t, c, outbound.Request{URL: "http://" + name + ":" + port})
		f := faultOf(t, err, fault.Forbidden, kind)
		if f.Mend == "" || f.Why == "" {
			t.Errorf("%s: no word on why and what to do", name)
		}
	}
}

func TestPrivateTargetThatIsAllowed(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	resolver := nameServer(t, map[string][]string{"lists.test.": {"127.0.0.1"}})
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	c := outbound.New(outbound.Options{Resolver: resolver})
	got, err := get(t, c, outbound.Request{URL: "http://lists.test:" + port + "/x", Private: here()})
	if err != nil || got.text != "ok" {
		t.Errorf("%+v %v", got, err)
	}
}

func TestRedirects(t *testing.T) {
	secret := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the inner server was asked") })
	var self string
	self = serve(t, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{
			"/inner": secret, "/metadata": "http://169.254.169.254/latest/meta-data/", "/ring": self + "/ring", "/file": "file:///etc/passwd",
			"/user": "http://admin:secret@" + strings.TrimPrefix(self, "http://") + "/good", "/once": "/good",
		}[r.URL.Path]
		if to == "" {
			if r.Header.Get("Referer") != "" {
				t.Errorf("it tells where it comes from: %q", r.Header.Get("Referer"))
			}
			_, _ = io.WriteString(w, "good")
			return
		}
		http.Redirect(w, r, to, http.StatusFound)
	})
	for path, want := range map[string]struct {
		kind fault.Kind
		text string
	}{
		"/inner": {fault.Forbidden, "loopback"}, "/metadata": {fault.Forbidden, "link-local"}, "/ring": {fault.Refused, "on and on"},
		"/file": {fault.Refused, "cannot be asked"}, "/user": {fault.Refused, "cannot be asked"},
	} {
		_, err := get(t, client(), outbound.Request{URL: self + path, Private: here()})
		f := faultOf(t, err, want.kind, want.text)
		if path == "/inner" && f.Mend != "" {
			t.Errorf("it offers to allow a place that the server chose: %q", f.Mend)
		}
	}
	if got, err := get(t, client(), outbound.Request{URL: self + "/once", Private: here()}); err != nil || got.text != "good" {
		t.Errorf("one redirect: %+v %v", got, err)
	}
}

func TestFromHTTPSToHTTP(t *testing.T) {
	var plain string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, plain, http.StatusFound) }))
	t.Cleanup(server.Close)
	plain = "http://" + strings.TrimPrefix(server.URL, "https://")
	c := outbound.New(outbound.Options{Roots: rootsOf(server)})
	_, err := get(t, c, outbound.Request{URL: server.URL, Private: here()})
	wantFault(t, err, fault.Refused, "from https to http")
}

func rootsOf(server *httptest.Server) *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return roots
}

func TestWrongTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(server.URL, "https://"))
	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	known := outbound.New(outbound.Options{Roots: rootsOf(server), Resolver: nameServer(t, map[string][]string{"other.test.": {"127.0.0.1"}})})
	if got, err := get(t, known, outbound.Request{URL: server.URL, Private: here()}); err != nil || got.text != "ok" {
		t.Errorf("known certificate: %+v %v", got, err)
	}
	_, err := get(t, client(), outbound.Request{URL: server.URL, Private: here()})
	wantFault(t, err, fault.Unreachable, "signed the certificate")
	_, err = get(t, known, outbound.Request{URL: "https://other.test:" + port, Private: here()})
	wantFault(t, err, fault.Unreachable, "another name")
	_, err = get(t, client(), outbound.Request{URL: "https://" + strings.TrimPrefix(plain, "http://"), Private: here()})
	wantFault(t, err, fault.Unreachable, "does not speak TLS")
}

// TestTimes asks servers that are silent, that stop in the middle, and that send for ever.
func TestTimes(t *testing.T) {
	forever := func(w http.ResponseWriter, r *http.Request, text string, every time.Duration) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, text); err != nil {
				return
			}
			w.(http.Flusher).Flush() //nolint:forcetypeassert // it is one
			time.Sleep(every)
		}
	}
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/silent":
			<-r.Context().Done()
		case "/stops":
			_, _ = io.WriteString(w, "192.0.2.1\n")
			w.(http.Flusher).Flush() //nolint:forcetypeassert // it is one
			<-r.Context().Done()
		case "/drips":
			forever(w, r, "192.0.2.1\n", 5*time.Millisecond)
		case "/pours":
			forever(w, r, strings.Repeat("192.0.2.1\n", 2000), 0)
		}
	})
	const soon = time.Second
	for _, tt := range []struct {
		path    string
		request outbound.Request
		kind    fault.Kind
		text    string
	}{
		{"/silent", outbound.Request{Within: soon}, fault.Unreachable, "within 1s"},
		{"/stops", outbound.Request{Idle: soon}, fault.Unreachable, "stopped sending"},
		{"/drips", outbound.Request{Within: soon, Idle: 10 * soon}, fault.Unreachable, "did not send all of it"},
		{"/pours", outbound.Request{MaxBytes: 1 << 20}, fault.TooLarge, "larger than 1 MiB"},
	} {
		t.Run(tt.path, func(t *testing.T) {
			tt.request.URL, tt.request.Private = url+tt.path, here()
			began := time.Now()
			_, err := get(t, client(), tt.request)
			wantFault(t, err, tt.kind, tt.text)
			if took := time.Since(began); took > time.Minute {
				t.Errorf("took %s", took)
			}
		})
	}
}

func TestCallerThatEnds(t *testing.T) {
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := client().Get(ctx, outbound.Request{URL: url, Private: here()})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want the context's own error", err)
	}
}

func zipped(t *testing.T, text io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.Copy(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPackedAnswers(t *testing.T) {
	list := strings.Repeat("192.0.2.1\n203.0.113.0/24\n", 3)
	bomb := zipped(t, io.LimitReader(zeros{}, 64<<20))
	good := zipped(t, strings.NewReader(list))
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("it takes %q", r.Header.Get("Accept-Encoding"))
		}
		encoding, body := "gzip", map[string][]byte{"/good": good, "/bomb": bomb, "/cut": good[:len(good)-9], "/none": []byte(list), "/br": good}[r.URL.Path]
		if r.URL.Path == "/br" {
			encoding = "br"
		}
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write(body)
	})
	if got, err := get(t, client(), outbound.Request{URL: url + "/good", Private: here()}); err != nil || got.text != list || got.bytes != int64(len(good)) {
		t.Errorf("good: %+v %v", got, err)
	}
	for path, want := range map[string]struct {
		kind fault.Kind
		text string
	}{
		"/bomb": {fault.TooLarge, "fill memory"}, "/cut": {fault.Refused, "damaged"}, "/none": {fault.Refused, "damaged"}, "/br": {fault.Refused, "not asked for"},
	} {
		_, err := get(t, client(), outbound.Request{URL: url + path, Private: here()})
		wantFault(t, err, want.kind, want.text)
	}
	_, err := get(t, client(), outbound.Request{URL: url + "/good", Private: here(), MaxUnpacked: 1})
	wantFault(t, err, fault.TooLarge, "unpacks to more")
	_, err = get(t, client(), outbound.Request{URL: url + "/bomb", Private: here(), MaxBytes: 10})
	wantFault(t, err, fault.TooLarge, "larger than")
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestAnswersThatAreNo(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var status int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.Header().Set("Retry-After", r.URL.Query().Get("after"))
		w.WriteHeader(status)
	})
	for _, tt := range []struct {
		path string
		want time.Duration
	}{
		{"/404", 0}, {"/500", 0}, {"/429?after=120", 2 * time.Minute}, {"/503?after=99999999999", 7 * 24 * time.Hour}, {"/503?after=-5", 0},
		{"/503?after=soon", 0}, {"/206", 0}, {"/204", 0},
	} {
		_, err := get(t, client(), outbound.Request{URL: url + tt.path, Private: here()})
		if f := faultOf(t, err, fault.Refused, "answers "+tt.path[1:4]); f.RetryAfter != tt.want {
			t.Errorf("%s: again after %s, want %s", tt.path, f.RetryAfter, tt.want)
		}
	}
}

func TestAddressesThatCannotBeAsked(t *testing.T) {
	for _, url := range []string{"", "lists.example", "ftp://lists.example/x", "file:///etc/passwd", "http://", "http://a:b@lists.example/", "http://%zz/"} {
		_, err := client().Get(t.Context(), outbound.Request{URL: url})
		wantFault(t, err, fault.Invalid, "")
	}
}

func TestServersThatAreNotThere(t *testing.T) {
	c := outbound.New(outbound.Options{Resolver: nameServer(t, nil)})
	_, err := get(t, c, outbound.Request{URL: "http://nowhere.test/"})
	wantFault(t, err, fault.Unreachable, "there is no server called nowhere.test")
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	_, err = get(t, client(), outbound.Request{URL: "http://" + address, Private: here()})
	wantFault(t, err, fault.Unreachable, "connection refused")
}

// nameServer answers with these addresses. Source of the form: RFC 1035, section 4.
func nameServer(t *testing.T, names map[string][]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0") //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() {
		_ = conn.Close()
		<-done
	})
	go func() {
		defer close(done)
		buffer := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			_, _ = conn.WriteTo(answer(buffer[:n], names), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func answer(question []byte, names map[string][]string) []byte {
	name, end := "", 12
	for question[end] != 0 {
		size := int(question[end])
		name += string(question[end+1:end+1+size]) + "."
		end += 1 + size
	}
	kind := binary.BigEndian.Uint16(question[end+1:])
	reply := append([]byte(nil), question[:end+5]...)
	count := uint16(0)
	for _, text := range names[strings.ToLower(name)] {
		addr := netip.MustParseAddr(text)
		if addr.Is4() != (kind == 1) || (addr.Is6() != (kind == 28)) {
			continue
		}
		count++
		reply = append(reply, 0xc0, 12, 0, byte(kind), 0, 1, 0, 0, 0, 1, 0, byte(addr.BitLen()/8))
		reply = append(reply, addr.AsSlice()...)
	}
	reply[2], reply[3] = 0x84, 0x80
	if len(names[strings.ToLower(name)]) == 0 {
		reply[3] |= 3 // there is no such name
	}
	binary.BigEndian.PutUint16(reply[6:], count)
	binary.BigEndian.PutUint32(reply[8:], 0)
	return reply
}

func TestSpecial(t *testing.T) {
	for text, want := range map[string]string{
		"8.8.8.8": "", "1.1.1.1": "", "2606:4700::1111": "", "2a00::1": "", "64:ff9b::808:808": "", "2002:808:808::1": "",
		"0.0.0.0": "unspecified", "0.1.2.3": "reserved", "10.1.2.3": "private", "100.64.0.1": "private", "127.9.9.9": "loopback", "169.254.169.254": "link-local",
		"172.16.0.1": "private", "172.32.0.1": "", "192.168.0.1": "private", "192.0.2.1": "reserved", "198.18.0.1": "reserved", "198.51.100.1": "reserved", "203.0.113.1": "reserved",
		"224.0.0.1": "multicast", "240.0.0.1": "reserved", "255.255.255.255": "reserved", "::": "unspecified", "::1": "loopback", "fe80::1%eth0": "link-local",
		"fc00::1": "private", "ff02::1": "multicast", "2001:db8::1": "reserved", "2001::1": "reserved", "100::1": "reserved", "5f00::1": "reserved",
		"64:ff9b::10.0.0.1": "private", "64:ff9b:1::1": "reserved", "2002:7f00:1::1": "loopback", "::ffff:10.0.0.1": "private", "::10.0.0.1": "reserved",
	} {
		if got := outbound.Special(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if outbound.Special(netip.Addr{}) != "invalid" {
		t.Error("no address is one of the internet")
	}
}
