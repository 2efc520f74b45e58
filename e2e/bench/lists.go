package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"bangui/internal/listformat"
	"bangui/internal/prefixset"
)

// readLists measures from the files of four lists to what is to be blocked: read, merged, without what is protected, joined.
func readLists(ctx context.Context, _ string) ([]row, error) {
	var rows []row
	for _, size := range []struct {
		n            int
		name, budget string
	}{{10_000, "10,000", ""}, {100_000, "100,000", ""}, {500_000, "500,000", "10 s with loading"}} {
		more, err := readListsOf(ctx, size.n, size.name, size.budget)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

func readListsOf(ctx context.Context, n int, name, budget string) ([]row, error) {
	dir, err := os.MkdirTemp("", "bangui-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	files, err := writeLists(dir, mixedNetworks(n), 4)
	if err != nil {
		return nil, err
	}
	protected := prefixset.Of(mixedNetworks(100))
	var ours, theirs sample
	for range 12 {
		if err := timed(&ours, func() error {
			_, err := merged(ctx, files, protected)
			return err
		}); err != nil {
			return nil, err
		}
	}
	collapsed := 0
	for range 3 {
		if err := timed(&theirs, func() (err error) { collapsed, err = collapse(ctx, files); return err }); err != nil {
			return nil, err
		}
	}
	whole, err := merged(ctx, files, prefixset.Set{})
	if err != nil {
		return nil, err
	}
	if whole.Len() != collapsed {
		return nil, fmt.Errorf("we come to %d networks, Python to %d", whole.Len(), collapsed)
	}
	most, kept, err := heapOf(func() (prefixset.Set, error) { return merged(ctx, files, protected) })
	if err != nil {
		return nil, err
	}
	return []row{
		{
			"four block lists, " + name + " mixed entries in all: read, merged, protected ones subtracted, joined", ours.String(),
			"Python's `ipaddress.collapse_addresses`, nothing subtracted", theirs.String(), budget,
		},
		{"the same: heap meanwhile · of what they become", megabytes(most) + " · " + megabytes(kept), "", "", ""},
	}, nil
}

// mixedNetworks makes up networks as lists have them: most are single addresses of IPv4, one in five is a network, one in ten is of IPv6. They are the same
// each time.
func mixedNetworks(n int) []netip.Prefix {
	random := rand.New(rand.NewPCG(6, 6))
	networks := make([]netip.Prefix, n)
	for i := range networks {
		var four [4]byte
		binary.BigEndian.PutUint32(four[:], random.Uint32())
		addr, bits := netip.AddrFrom4(four), 32
		if random.IntN(5) == 0 {
			bits = 20 + random.IntN(12)
		}
		if random.IntN(10) == 0 {
			var six [16]byte
			binary.BigEndian.PutUint64(six[:], 0x2000<<48|random.Uint64()>>3)
			binary.BigEndian.PutUint64(six[8:], random.Uint64())
			addr, bits = netip.AddrFrom16(six), bits*2+64
		}
		networks[i] = netip.PrefixFrom(addr, bits).Masked()
	}
	return networks
}

// writeLists writes networks into so many files, one on each line.
func writeLists(dir string, networks []netip.Prefix, parts int) ([]string, error) {
	var files []string
	for part := range parts {
		text := []byte("# made up for a measurement\n")
		for i := part; i < len(networks); i += parts {
			text = append(networks[i].AppendTo(text), '\n')
		}
		file := filepath.Join(dir, fmt.Sprintf("list-%d.netset", part))
		if err := os.WriteFile(file, text, 0o600); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// merged reads lists and returns what is to be blocked.
func merged(ctx context.Context, files []string, protected prefixset.Set) (prefixset.Set, error) {
	var all prefixset.Set
	for _, file := range files {
		set, err := readList(ctx, file)
		if err != nil {
			return prefixset.Set{}, err
		}
		all = all.Union(set)
	}
	return all.Minus(protected).Joined(), nil
}

func readList(ctx context.Context, file string) (prefixset.Set, error) {
	list, err := os.Open(file)
	if err != nil {
		return prefixset.Set{}, err
	}
	defer list.Close()
	_, set, err := listformat.Read(ctx, list, listformat.Options{})
	return set, err
}

// collapse merges lists by a script of a few lines, and returns how many networks there are then.
func collapse(ctx context.Context, files []string) (int, error) {
	const script = `
import ipaddress, sys
found = {4: [], 6: []}
for name in sys.argv[1:]:
    for line in open(name):
        if not line.startswith("#"):
            network = ipaddress.ip_network(line.strip())
            found[network.version].append(network)
print(sum(len(list(ipaddress.collapse_addresses(networks))) for networks in found.values()))`
	out, err := exec.CommandContext(ctx, "python3", append([]string{"-c", script}, files...)...).Output()
	if err != nil {
		return 0, fmt.Errorf("python3: %w", err)
	}
	return strconv.Atoi(string(bytes.TrimSpace(out)))
}

// heapOf is how much more of the heap is in use while a set is made, with what is not yet given back, and when it has been made.
func heapOf(build func() (prefixset.Set, error)) (most, kept int64, err error) {
	before := heap()
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		var m runtime.MemStats
		for tick := time.NewTicker(time.Millisecond); ; {
			select {
			case <-stop:
				tick.Stop()
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				most = max(most, int64(m.HeapAlloc)-before)
			}
		}
	}()
	set, err := build()
	close(stop)
	<-ended
	kept = heap() - before
	runtime.KeepAlive(set)
	return most, kept, err
}

// heap is how much of the heap is in use, in bytes.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
