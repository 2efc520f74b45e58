package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bangui/internal/nftset/nftsettest"
)

const (
	operator4, operator6 = "203.0.113.77", "2001:db8:77::1"
	stranger4, stranger6 = "198.51.100.1", "2001:db8:1::1"
	// trustedProxy is named by a flag, allowed is on the allow-list.
	trustedProxy, allowed = "192.0.2.80", "192.0.2.90"
)

// besieged is a server in a network of its own, with operators who reach it through the packet filter that it fills.
type besieged struct {
	*nftsettest.Network
	t       *testing.T
	dir     string
	port    int
	command *exec.Cmd
	// echo is a port beside the server that answers everybody.
	echo int
	// four and six are the operator's browsers.
	four, six *browser
	// told counts what came over a live stream that is never opened again.
	told *atomic.Int64
}

// TestOperatorIsNotLockedOut gives the server lists that have everything, the machine itself, its gateway, and the operator's own addresses. Strangers do not
// get through any more; the operator's connections stay, and so does what the machine needs.
func TestOperatorIsNotLockedOut(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	b := besiege(t)
	var ninths, eighths []string
	for i := range 512 {
		ninths = append(ninths, fmt.Sprintf("%d.%d.0.0/9", i/2, i%2*128))
	}
	for i := range 256 {
		eighths = append(eighths, fmt.Sprintf("%x00::/8", i))
	}
	tests := []struct {
		name    string
		entries []string
		// refused is how many entries are left out at the import.
		refused int
	}{
		{"everything", []string{"0.0.0.0/0", "::/0"}, 2},
		{"halves", []string{"0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"}, 0},
		{"half the internet in ninths", ninths[:256], 0},
		{"the other half", ninths[256:], 0},
		{"the whole internet in pieces", slices.Concat(ninths, eighths), 0},
		{"the machine itself", []string{"127.0.0.0/8", "127.0.0.1", "::1", nftsettest.Here4, nftsettest.Here6, "10.78.0.0/16", "fd78::/24"}, 0},
		{"the gateway", []string{nftsettest.Outside4, nftsettest.Outside6}, 0},
		{"the operator", []string{operator4, operator6, "203.0.113.0/24", "2001:db8:77::/48", "192.0.2.0/24"}, 0},
	}
	for _, test := range tests {
		id := b.block(test.name, append(test.entries, "198.51.100.0/24", "2001:db8:1::/48"), test.refused)
		b.see(test.name)
		b.four.call(http.MethodDelete, fmt.Sprintf("/blocklists/%d", id), "")
	}
	b.protects()

	b.block("everything that there is", slices.Concat(ninths, eighths), 0)
	if err := b.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = b.command.Wait() // it was killed
	b.seeStrangers("while the server is dead")
	b.start()
	b.see("after the server was killed")
	b.Here.Run("nft", "flush", "ruleset")
	b.until("strangers do not get through after a flush", func() bool {
		return !b.Answered(t, netip.MustParseAddr(stranger4), nftsettest.Here4, b.echo)
	})
	b.see("after a flush")
}

// besiege starts the server and signs the operator in, from both addresses.
func besiege(t *testing.T) *besieged {
	t.Helper()
	b := &besieged{Network: nftsettest.New(t), t: t, dir: filepath.Join(t.TempDir(), "data"), told: &atomic.Int64{}}
	for _, source := range []string{operator4, operator6, stranger4, stranger6, trustedProxy, allowed} {
		b.Source(source)
	}
	b.echo = nftsettest.Echo(t, b.Here)
	var link string
	b.command, link = serveFor(t, b.dir, b.flags()...)
	at, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	if b.port, err = strconv.Atoi(at.Port()); err != nil {
		t.Fatal(err)
	}
	b.four, b.six = b.browser(operator4, nftsettest.Here4), b.browser(operator6, nftsettest.Here6)
	who := `"username":"admin","password":"a long enough phrase"`
	b.four.call(http.MethodPost, "/setup", fmt.Sprintf(`{"token":%q,%s}`, strings.TrimPrefix(at.Fragment, "token="), who))
	b.six.call(http.MethodPost, "/session", "{"+who+"}")
	b.four.call(http.MethodPost, "/allowlist", fmt.Sprintf(`{"addresses":[%q],"lift":true}`, allowed))
	b.listen(b.four)
	return b
}

func (b *besieged) flags() []string {
	return []string{
		"--listen=[::]:" + strconv.Itoa(b.port), "--local-host=on", "--fail2ban-socket=" + filepath.Join(b.dir, "none.sock"), "--trusted-proxies=" + trustedProxy,
	}
}

// start starts the server again.
func (b *besieged) start() {
	b.command = program(b.t, nil, append([]string{"serve", "--data-dir=" + b.dir}, b.flags()...)...)
	if err := b.command.Start(); err != nil {
		b.t.Fatal(err)
	}
	command := b.command
	b.t.Cleanup(func() { endOf(command) })
	b.until("the server is ready", func() bool {
		answer, err := b.four.client.Get(strings.TrimSuffix(b.four.base, "/api/v1") + "/readyz")
		if err != nil {
			return false
		}
		_ = answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
}

// browser is one at an address outside.
func (b *besieged) browser(from, to string) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return b.Dial(ctx, netip.MustParseAddr(from), to, b.port, 5*time.Second)
	}
	return &browser{
		t: b.t, client: &http.Client{Jar: jar, Timeout: 20 * time.Second, Transport: &http.Transport{DialContext: dial}},
		base: "http://" + net.JoinHostPort(to, strconv.Itoa(b.port)) + "/api/v1",
	}
}

// listen keeps a live stream open, and counts its lines.
func (b *besieged) listen(who *browser) {
	ctx, stop := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, who.base+"/events", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	forever := &http.Client{Jar: who.client.Jar, Transport: who.client.Transport}
	answer, err := forever.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer answer.Body.Close()
		data := make([]byte, 4096)
		for {
			n, err := answer.Body.Read(data)
			b.told.Add(int64(n))
			if err != nil {
				return
			}
		}
	}()
	b.t.Cleanup(func() { stop(); <-done })
}

// block adds a list and waits until it is in force. It returns its number.
func (b *besieged) block(name string, entries []string, refused int) int {
	b.t.Helper()
	made := b.four.call(http.MethodPost, "/blocklists", fmt.Sprintf(`{"name":%q,"text":%q,"enabled":true,"allow_wide":true}`, name, strings.Join(entries, "\n")))
	number, _ := made["id"].(float64)
	b.until(name+" is in force", func() bool {
		host := items(b.four.call(http.MethodGet, "/blocklists/enforcement", ""))[0]
		lists, _ := host["lists"].([]any)
		if host["stand"] != "in_force" || len(lists) != 1 {
			return false
		}
		one, _ := lists[0].(map[string]any)
		return one["id"] == number && one["in_force"] == true
	})
	run := items(b.four.call(http.MethodGet, fmt.Sprintf("/blocklists/%v/runs", number), ""))[0]
	left := 0
	dropped, _ := run["dropped"].([]any)
	for _, one := range dropped {
		reason, _ := one.(map[string]any)
		lines, _ := reason["lines"].(float64)
		left += int(lines)
	}
	if left != refused {
		b.t.Errorf("%s: %d entries were left out, want %d: %v", name, left, refused, dropped)
	}
	return int(number)
}

func items(answer map[string]any) []map[string]any {
	list, _ := answer["items"].([]any)
	all := make([]map[string]any, 0, len(list))
	for _, item := range list {
		one, _ := item.(map[string]any)
		all = append(all, one)
	}
	return all
}

// see looks who gets through, by connections that were there before and new ones.
func (b *besieged) see(when string) {
	b.t.Helper()
	before := b.told.Load()
	for _, who := range []*browser{b.four, b.six} {
		who.call(http.MethodGet, "/session", "")
		who.client.CloseIdleConnections()
		who.call(http.MethodGet, "/session", "")
	}
	for _, loop := range []string{"127.0.0.1", "[::1]", nftsettest.Here4, "[" + nftsettest.Here6 + "]"} {
		answer, err := http.Get(fmt.Sprintf("http://%s:%d/healthz", loop, b.port))
		if err != nil {
			b.t.Errorf("%s: the machine does not reach itself: %v", when, err)
			continue
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
	}
	for _, source := range []string{nftsettest.Outside4, nftsettest.Outside6, trustedProxy, allowed} {
		if !b.Reaches(b.t, netip.MustParseAddr(source), hereFor(source), b.echo) {
			b.t.Errorf("%s: %s does not get through", when, source)
		}
	}
	b.seeStrangers(when)
	if strings.HasPrefix(when, "after") {
		return // the stream ended with the server
	}
	b.until(when+": something is told over the stream that was open before", func() bool { return b.told.Load() > before })
}

func (b *besieged) seeStrangers(when string) {
	b.t.Helper()
	for _, source := range []string{stranger4, stranger6} {
		if b.Answered(b.t, netip.MustParseAddr(source), hereFor(source), b.echo) {
			b.t.Errorf("%s: %s gets through", when, source)
		}
	}
}

func hereFor(source string) string {
	if strings.Contains(source, ":") {
		return nftsettest.Here6
	}
	return nftsettest.Here4
}

// protects looks whether all that must never be blocked is known, and why.
func (b *besieged) protects() {
	b.t.Helper()
	known := map[string]bool{}
	b.block("anything", []string{"45.0.0.1"}, 0)
	host := items(b.four.call(http.MethodGet, "/blocklists/enforcement", ""))[0]
	protected, _ := host["protected"].([]any)
	for _, one := range protected {
		network, _ := one.(map[string]any)
		known[fmt.Sprintf("%v %v", network["network"], network["why"])] = true
	}
	for _, want := range []string{
		"127.0.0.0/8 loopback", "::1 loopback", "169.254.0.0/16 link_local", "224.0.0.0/4 multicast", nftsettest.Here4 + " own_address",
		nftsettest.Here6 + " own_address", nftsettest.Outside4 + " gateway", nftsettest.Outside6 + " gateway",
		operator4 + " signed_in", operator6 + " signed_in", trustedProxy + " trusted_proxy", allowed + " allowance",
	} {
		if !known[want] {
			b.t.Errorf("%s is not told: %v", want, protected)
		}
	}
	b.four.call(http.MethodDelete, fmt.Sprintf("/blocklists/%v", items(b.four.call(http.MethodGet, "/blocklists", ""))[0]["id"]), "")
}

func (b *besieged) until(what string, is func() bool) {
	b.t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("waited in vain: %s", what)
		}
	}
}
