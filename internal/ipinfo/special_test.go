package ipinfo_test

import (
	"net/netip"
	"testing"

	"bangui/internal/ipinfo"
)

func TestNeverLookedUp(t *testing.T) {
	for _, addr := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.0.1",
		"172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.0.255", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.0", "198.19.255.255",
		"198.51.100.7", "203.0.113.255", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::8.8.8.8", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "2001:1::1", "2001:2::1", "2001:10::1",
		"2001:20::1", "2001:1ff::1", "2001:db8::1", "2001:db8:ffff::1", "2002:0a00:0001::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
		"3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
	} {
		if got, ok := ipinfo.Ordinary(netip.MustParseAddr(addr)); ok {
			t.Errorf("%s is looked up as %s", addr, got)
		}
	}
	if got, ok := ipinfo.Ordinary(netip.Addr{}); ok {
		t.Errorf("no address is looked up as %s", got)
	}
}

func TestLookedUp(t *testing.T) {
	for addr, want := range map[string]string{
		"1.0.0.0": "1.0.0.0", "9.255.255.255": "9.255.255.255", "11.0.0.0": "11.0.0.0", "100.63.255.255": "100.63.255.255",
		"100.128.0.0": "100.128.0.0", "126.255.255.255": "126.255.255.255", "128.0.0.0": "128.0.0.0", "169.253.0.1": "169.253.0.1",
		"172.15.255.255": "172.15.255.255", "172.32.0.0": "172.32.0.0", "192.0.1.1": "192.0.1.1", "192.0.3.1": "192.0.3.1",
		"192.88.98.1": "192.88.98.1", "192.167.1.1": "192.167.1.1", "192.169.0.1": "192.169.0.1", "198.17.1.1": "198.17.1.1",
		"198.20.0.0": "198.20.0.0", "198.51.101.1": "198.51.101.1", "203.0.112.1": "203.0.112.1", "203.0.114.1": "203.0.114.1",
		"223.255.255.255": "223.255.255.255", "2001:200::1": "2001:200::1", "2001:db7::1": "2001:db7::1", "2001:db9::1": "2001:db9::1",
		"2003::1": "2003::1", "3ffe::1": "3ffe::1", "3fff:1000::1": "3fff:1000::1",
		// an IPv4 address inside
		"::ffff:8.8.8.8": "8.8.8.8", "64:ff9b::808:808": "8.8.8.8", "2002:808:808::1": "8.8.8.8",
		"2001:0:4136:e378:8000:63bf:f7f7:f7f7": "8.8.8.8",
	} {
		got, ok := ipinfo.Ordinary(netip.MustParseAddr(addr))
		if !ok || got != netip.MustParseAddr(want) {
			t.Errorf("%s is looked up as %s, %v, want %s", addr, got, ok, want)
		}
	}
}

// TestSpecialInData sees that data which has something to say about such addresses is not asked.
func TestSpecialInData(t *testing.T) {
	d, _ := open(t, file(t, content{"0.0.0.0/0": fields{"country_code": words("US")}, "2000::/3": fields{"country_code": words("US")}}), "")
	for addr, want := range map[string]string{"10.0.0.1": " 0 ", "192.0.2.1": " 0 ", "2001:db8::1": " 0 ", "8.8.8.8": "US 0 ", "2a00::1": "US 0 "} {
		if got := look(d, addr); got != want {
			t.Errorf("%s: got %q, want %q", addr, got, want)
		}
	}
}
