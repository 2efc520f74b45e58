package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"bangui/fail2ban"
	"bangui/internal/agent"
	"bangui/internal/host"
	"bangui/internal/prefixset"
	"bangui/internal/sandbox"
)

// kernelVariable makes this program block lists in the kernel of a network namespace of its own, so that its memory is that of the work alone.
const kernelVariable = "BANGUI_BENCH_KERNEL"

// kernelWork is what it does there: it blocks each file in turn, all of them so often.
type kernelWork struct {
	Files []string
	Times int
	// Naive means that the program nft does it, with one set of intervals.
	Naive bool
}

// kernelDone is how it went.
type kernelDone struct {
	// Took are the times for each file.
	Took []sample
	// Kernel is how much more of the kernel's memory is in use with the last list, in bytes.
	Kernel int64
	// memory is the most that the process, or nft, had in use.
	memory int64
}

// loadLists measures from the file of a list until it is in the kernel, and from that of its next revision until that has replaced it.
func loadLists(ctx context.Context, _ string) ([]row, error) {
	if !mayBeAlone() {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "bangui-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var rows []row
	for _, size := range []struct {
		n, times, naive int
		name, budget    string
	}{{10_000, 20, 5, "10,000", ""}, {100_000, 10, 3, "100,000", ""}, {500_000, 5, 1, "500,000", "10 s"}} {
		files, err := revisions(filepath.Join(dir, size.name), size.n)
		if err != nil {
			return nil, err
		}
		ours, err := inKernel(ctx, kernelWork{Files: files, Times: size.times})
		if err != nil {
			return nil, err
		}
		theirs, err := inKernel(ctx, kernelWork{Files: files, Times: size.naive, Naive: true})
		if err != nil {
			return nil, err
		}
		rows = append(rows,
			row{
				"block list of " + size.name + " mixed entries: from its file into the kernel, and kept for the next boot", ours.Took[0].String(),
				"`nft -f`, one set with `flags interval; auto-merge`", theirs.Took[0].String(), size.budget,
			},
			row{"the same: replaced by a revision with 1 % other entries", ours.Took[1].String(), "`flush set` and `add element` in one file", theirs.Took[1].String(), ""},
			row{
				"the same: most memory of the process meanwhile · of the kernel with the list", megabytes(ours.memory) + " · " + megabytes(ours.Kernel),
				"nft · kernel", megabytes(theirs.memory) + " · " + megabytes(theirs.Kernel), "200 MB",
			})
	}
	few, err := revisions(filepath.Join(dir, "few"), 1000)
	if err != nil {
		return nil, err
	}
	ours, err := inKernel(ctx, kernelWork{Files: few[:1], Times: 20})
	if err != nil {
		return nil, err
	}
	theirs, err := throughJail(ctx, 1000)
	if err != nil {
		return nil, err
	}
	return append(rows, row{"1,000 entries into the kernel", ours.Took[0].String(), "through a jail of fail2ban, 25 addresses at a time", short(theirs), ""}), nil
}

// mayBeAlone tells whether this process may make a network namespace, and says so if not.
func mayBeAlone() bool {
	if os.Geteuid() == 0 {
		return true
	}
	fmt.Fprintln(os.Stderr, "not measured: only root may make a network namespace")
	return false
}

// revisions writes a list and its next revision, in which one entry in a hundred is another one.
func revisions(dir string, n int) ([]string, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	all := mixedNetworks(n + n/100)
	var files []string
	for i, networks := range [][]netip.Prefix{all[:n], all[n/100:]} {
		sub := filepath.Join(dir, fmt.Sprint(i))
		if err := os.Mkdir(sub, 0o700); err != nil {
			return nil, err
		}
		file, err := writeLists(sub, networks, 1)
		if err != nil {
			return nil, err
		}
		files = append(files, file...)
	}
	return files, nil
}

// inKernel has a process of its own do the work.
func inKernel(ctx context.Context, work kernelWork) (done kernelDone, err error) {
	state, err := alone(ctx, kernelVariable, work, &done)
	if err != nil {
		return done, err
	}
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return done, fmt.Errorf("no usage of a process")
	}
	done.memory = max(done.memory, usage.Maxrss*1024) // that of its children, such as nft, is in it
	return done, nil
}

// alone runs this program in a network namespace of its own, with work as JSON in an environment variable, and reads what it says of it.
func alone(ctx context.Context, variable string, work, done any) (*os.ProcessState, error) {
	text, err := json.Marshal(work)
	if err != nil {
		return nil, err
	}
	runtime.LockOSThread() // the process ends with the thread that starts it
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), variable+"="+string(text))
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	cmd.Stderr = os.Stderr
	said, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("in a network namespace of its own: %w", err)
	}
	return cmd.ProcessState, json.Unmarshal(said, done)
}

// beInKernel is that process.
func beInKernel(text string) error {
	var work kernelWork
	if err := json.Unmarshal([]byte(text), &work); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	block, end, err := blocker(work.Naive)
	if err != nil {
		return err
	}
	defer end()
	done := kernelDone{Took: make([]sample, len(work.Files))}
	before, err := unreclaimable()
	if err != nil {
		return err
	}
	for range work.Times {
		for i, file := range work.Files {
			if err := timed(&done.Took[i], func() error { return block(ctx, file, i > 0) }); err != nil {
				return err
			}
		}
	}
	time.Sleep(2 * time.Second) // the kernel frees old sets when nobody can look at them any more
	after, err := unreclaimable()
	if err != nil {
		return err
	}
	done.Kernel = max(0, after-before)
	return json.NewEncoder(os.Stdout).Encode(done)
}

// blocker returns what blocks the entries of a file; another time they replace those before.
func blocker(naive bool) (block func(ctx context.Context, file string, replace bool) error, end func(), err error) {
	if naive {
		return blockNaively, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "bangui-bench-")
	if err != nil {
		return nil, nil, err
	}
	e := agent.OpenEnforcer(dir, slog.New(slog.DiscardHandler))
	end = func() {
		_ = e.Close()
		_ = os.RemoveAll(dir)
	}
	revision := int64(0)
	return func(ctx context.Context, file string, replace bool) error {
		if !replace { // from nothing
			if err := e.Disarm(ctx); err != nil {
				return err
			}
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
		}
		revision++
		return blockList(ctx, e, file, revision)
	}, end, nil
}

// blockList goes the way of a list: it is read and merged, handed over in pieces, and put into force.
func blockList(ctx context.Context, e agent.Enforcer, file string, revision int64) error {
	set, err := readList(ctx, file)
	if err != nil {
		return err
	}
	list := host.EnforcedList{ID: 1, Name: "measured", Digest: set.Digest(), Entries: set.Len()}
	for from := 0; from < set.Len(); from += host.MaxPieceEntries {
		data, err := set.Slice(from, min(from+host.MaxPieceEntries, set.Len())).AppendBinary(nil)
		if err == nil {
			err = e.StageList(ctx, host.ListPiece{Digest: list.Digest, Total: list.Entries, Offset: from, Entries: data})
		}
		if err != nil {
			return err
		}
	}
	set = prefixset.Set{}
	now, err := e.Enforce(ctx, host.EnforceOrder{Revision: revision, Lists: []host.EnforcedList{list}})
	if err == nil && (now.Drift != "" || len(now.Lists) != 1 || now.Lists[0].Addresses == 0) {
		err = fmt.Errorf("not in force: %+v", now.Lists)
	}
	return err
}

// blockNaively has nft load the file as one set, as a script would.
func blockNaively(ctx context.Context, file string, replace bool) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var v4, v6 []string
	for line := range bytes.Lines(text) {
		entry := string(bytes.TrimSpace(line))
		if prefix, err := netip.ParsePrefix(entry); err == nil && prefix.Addr().Is4() {
			v4 = append(v4, entry)
		} else if err == nil {
			v6 = append(v6, entry)
		}
	}
	var rules bytes.Buffer
	if !replace {
		rules.WriteString("table inet naive\ndelete table inet naive\ntable inet naive {\n" +
			"set v4 { type ipv4_addr; flags interval; auto-merge; }\nset v6 { type ipv6_addr; flags interval; auto-merge; }\n" +
			"chain input { type filter hook input priority -10; ip saddr @v4 drop; ip6 saddr @v6 drop; }\n}\n")
	}
	for name, entries := range map[string][]string{"v4": v4, "v6": v6} {
		if len(entries) == 0 {
			continue
		}
		fmt.Fprintf(&rules, "flush set inet naive %s\nadd element inet naive %s {", name, name)
		for _, entry := range entries {
			rules.WriteString(entry)
			rules.WriteByte(',')
		}
		rules.WriteString("}\n")
	}
	cmd := exec.CommandContext(ctx, "nft", "-f", "-")
	cmd.Stdin = &rules
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("nft: %w: %s", err, said[:min(len(said), 500)])
	}
	return nil
}

// unreclaimable is the memory that the kernel itself has in use, in bytes: pieces, and what it maps beside them.
func unreclaimable() (int64, error) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, err
	}
	total := int64(0)
	for line := range bytes.Lines(text) {
		var name string
		var kilobytes int64
		if n, _ := fmt.Sscan(string(line), &name, &kilobytes); n == 2 && slices.Contains([]string{"SUnreclaim:", "VmallocUsed:"}, name) {
			total += kilobytes * 1024
		}
	}
	return total, nil
}

// throughJail bans n addresses in a jail whose action is nftables, and waits until the last one is in the kernel.
func throughJail(ctx context.Context, n int) (time.Duration, error) {
	f2b, err := sandbox.Start(ctx, sandbox.Options{Jails: jails(1), Action: sandbox.NftablesAction(), NetNS: true})
	if err != nil {
		return 0, err
	}
	defer f2b.Close()
	client := fail2ban.NewClient(f2b.Paths().Socket)
	defer client.Close()
	jail := client.Jail(jails(1)[0].Name)
	const atOnce = 25
	began := time.Now()
	for first := 0; first < n; first += atOnce {
		if err := banFrom(ctx, jail, first, atOnce); err != nil {
			return 0, err
		}
		// It takes orders faster than it carries them out: the next ones wait until these are done.
		for {
			status, err := jail.ShortStatus(ctx)
			if err != nil {
				return 0, err
			}
			if status.BannedNow >= first+atOnce {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	return time.Since(began), nil
}
