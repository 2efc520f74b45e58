package listformat_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"bangui/internal/listformat"
)

// list makes up a list of so many entries, most of them addresses of IPv4, one in five a network, one in ten of IPv6. It is the same each time.
func list(n int, write func(b *bytes.Buffer, p netip.Prefix)) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for range n {
		var address [4]byte
		binary.BigEndian.PutUint32(address[:], random.Uint32())
		addr, bits := netip.AddrFrom4(address), 32
		if random.IntN(5) == 0 {
			bits = 16 + random.IntN(16)
		}
		if random.IntN(10) == 0 {
			var long [16]byte
			binary.BigEndian.PutUint64(long[:8], 0x2001_0db8_0000_0000|uint64(random.Uint32()))
			addr, bits = netip.AddrFrom16(long), bits+32
		}
		write(&b, netip.PrefixFrom(addr, bits).Masked())
	}
	return b.Bytes()
}

func lines(layout string) func(b *bytes.Buffer, p netip.Prefix) {
	return func(b *bytes.Buffer, p netip.Prefix) { fmt.Fprintf(b, layout, p) }
}

func BenchmarkRead(b *testing.B) {
	formats := []struct {
		name string
		list func(n int) []byte
	}{
		{"netset", func(n int) []byte { return list(n, lines("%s\n")) }},
		{"ranges", func(n int) []byte {
			return list(n, func(b *bytes.Buffer, p netip.Prefix) { s := spanOf(p); fmt.Fprintf(b, "%s - %s\n", s.first, s.last) })
		}},
		{"csv", func(n int) []byte { return list(n, lines("\"2026-11-27 06:11:45\",\"%s\",\"443\",\"x\"\n")) }},
		{"jsonl", func(n int) []byte { return list(n, lines(`{"cidr":"%s","sblid":"XB100001","rir":"nic"}`+"\n")) }},
		{"json", func(n int) []byte {
			values := list(n, lines(`{"ip_prefix":"%s","region":"x"},`))
			return fmt.Appendf(nil, `{"prefixes":[%s]}`, values[:len(values)-1])
		}},
		{"dropped", func(n int) []byte {
			return append([]byte("192.0.2.1\n"), bytes.Repeat([]byte("host.example.org\n"), n)...)
		}},
	}
	for _, format := range formats {
		for _, n := range []int{10_000, 100_000, 500_000} {
			b.Run(fmt.Sprintf("%s/%d", format.name, n), func(b *testing.B) {
				text := format.list(n)
				options := listformat.Options{}
				if format.name == "dropped" {
					options.Format = listformat.Plain
				}
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				b.ResetTimer()
				for b.Loop() {
					if _, set, err := listformat.Read(context.Background(), bytes.NewReader(text), options); err != nil || set.Len() == 0 {
						b.Fatal(set.Len(), err)
					}
				}
			})
		}
	}
}
