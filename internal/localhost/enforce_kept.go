package localhost

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/nftset"
	"bangui/internal/prefixset"
)

// kept is the directory of an [Enforcer]:
//
//	order.json   what is in force
//	kernel.json  what the kernel was told of it, to find out later what somebody else changed
//	off.json     that somebody on the machine has switched it off
//	lists/       lists by their digests, packed; those that are not complete end in .part
//	lock         is locked by whoever changes any of it, or the kernel
type kept struct{ dir string }

// inForce is what is kept of an order.
type inForce struct {
	Order host.EnforceOrder `json:"order"`
	Since time.Time         `json:"since"`
	// Own are the networks that the host itself knew: at boot there is no network yet from which to learn them.
	Own []host.ProtectedNetwork `json:"own"`
}

// inKernel is what the kernel was told.
type inKernel struct {
	// Boot is when; what the kernel had before is gone.
	Boot     string        `json:"boot"`
	Revision int64         `json:"revision"`
	Loaded   nftset.Loaded `json:"loaded"`
	// BrokenOff means that we have tried to load something else since: Loaded is not known then, and all else is as it was before.
	BrokenOff bool `json:"broken_off,omitempty"`
	// Pass are what it lets through: what is allowed and what is protected. Protected says why.
	Pass      []netip.Prefix          `json:"pass"`
	Forwards  bool                    `json:"forwards"`
	Protected []host.ProtectedNetwork `json:"protected"`
	Lists     []listInKernel          `json:"lists"`
}

type listInKernel struct {
	host.EnforcedList
	Subtracted   int       `json:"subtracted"`
	CountedSince time.Time `json:"counted_since"`
}

// now is the list for an answer.
func (l listInKernel) now(state nftset.State, loaded nftset.Loaded) host.ListInKernel {
	answer := host.ListInKernel{EnforcedList: l.EnforcedList, Subtracted: l.Subtracted, CountedSince: l.CountedSince}
	for _, one := range loaded.Lists {
		if one.ID == l.ID {
			answer.Addresses, answer.Networks = one.Addresses(), one.Networks()
		}
	}
	answer.Packets, answer.Bytes = state.Packets(l.ID)
	return answer
}

// brokenOff is what is known after a load that failed. The lists stay: their counters live on.
func (k inKernel) brokenOff() inKernel {
	k.Boot, k.Loaded, k.BrokenOff = bootID(), nftset.Loaded{}, true
	return k
}

// differs tells what the kernel has that it should not have, or the other way round; empty if nothing.
func (k inKernel) differs(state nftset.State, last inForce, there bool) string {
	switch {
	case k.BrokenOff && k.Boot == bootID():
		return "what is in force was not loaded to its end"
	case there && !state.There && k.Boot != bootID():
		return "what is in force has not been loaded since the boot"
	case there && k.Revision != last.Order.Revision && k.Boot == bootID():
		return fmt.Sprintf("revision %d was loaded last, and revision %d is in force", k.Revision, last.Order.Revision)
	}
	return k.Loaded.Differs(state)
}

// bootID tells one boot from the next. Source: random(4).
func bootID() string {
	text, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(text))
}

// switchedOff is the form of off.json.
type switchedOff struct {
	At time.Time `json:"at"`
}

// refusal is what others are told.
func (s *switchedOff) refusal() error {
	return fault.Refused.Errorf("blocking was switched off on this machine itself, at %s, with `bangui enforce remove`", s.At.Format(time.RFC3339)).
		WithMend("`bangui enforce load` on that machine switches it on again.")
}

func (k kept) path(parts ...string) string {
	return filepath.Join(append([]string{k.dir}, parts...)...)
}

// lock makes the directory and waits until nobody else has it.
func (k kept) lock(ctx context.Context) (unlock func(), err error) {
	if k.dir == "" {
		return nil, fault.Unsupported.Errorf("there is no directory for what is blocked")
	}
	if err := k.makeDirs(); err != nil {
		return nil, k.unwritten(err)
	}
	f, err := lockFile(ctx, k.path("lock"))
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fault.Unavailable.Errorf("another process of bangui is loading lists at the moment").WithMend("Try again in a minute.")
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		return nil, k.unwritten(err)
	}
	k.give("lock")
	return func() { _ = f.Close() }, nil // that unlocks it
}

func (k kept) makeDirs() error {
	for _, dir := range []string{"", "lists"} {
		if _, err := os.Stat(k.path(dir)); err == nil {
			continue
		}
		if err := os.MkdirAll(k.path(dir), 0o700); err != nil {
			return err
		}
		k.give(dir)
	}
	return nil
}

// give makes what root has made belong to whom the directory above belongs to: the service, which is not root, must be able to use it.
func (k kept) give(name string) {
	if os.Geteuid() != 0 {
		return
	}
	info, err := os.Stat(filepath.Dir(k.path(name)))
	if err != nil {
		return
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = os.Chown(k.path(name), int(owner.Uid), int(owner.Gid)) // the service has the right to read it all the same, as it is packaged
	}
}

func (k kept) unwritten(err error) error {
	mend := "Make room on the disk, and let bangui write to its data directory."
	if errors.Is(err, fs.ErrPermission) {
		mend = runAsRoot
	}
	return fault.Unavailable.Wrapf(err, "what is blocked cannot be kept in %s: %s", k.dir, err.Error()).WithMend("%s", mend)
}

const runAsRoot = "A command must be run as root, or as the user of the server; and that user must be allowed to write to the data directory."

func (k kept) write(name string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := writeDurably(k.path(name), data); err != nil {
		return k.unwritten(err)
	}
	k.give(name)
	return nil
}

// read reads a file; there is false if there is none. One that cannot be understood is told as such: it is better to ask for an order than to guess one.
func (k kept) read(name string, value any) (there bool, err error) {
	data, err := os.ReadFile(k.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(data, value)
	}
	if errors.Is(err, fs.ErrPermission) {
		return false, fault.Unavailable.Wrapf(err, "%s may not be read", k.path(name)).WithMend(runAsRoot)
	}
	if err != nil {
		return false, fault.Unavailable.Wrapf(err, "%s cannot be read: %s", k.path(name), err.Error()).
			WithMend("Delete the file: BanGUI then sends this host anew what is to be blocked.")
	}
	return true, nil
}

func (k kept) remove(names ...string) error {
	for _, name := range names {
		if err := os.Remove(k.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return k.unwritten(err)
		}
	}
	if err := syncDir(k.dir); err != nil {
		return k.unwritten(err)
	}
	return nil
}

func (k kept) order() (order inForce, there bool, err error) {
	there, err = k.read("order.json", &order)
	return order, there, err
}

func (k kept) keep(order inForce) error { return k.write("order.json", order) }

// kernel is what the kernel was told; nothing if that is not known.
func (k kept) kernel() (inKernel, error) {
	var known inKernel
	_, err := k.read("kernel.json", &known)
	return known, err
}

func (k kept) keepKernel(known inKernel) error { return k.write("kernel.json", known) }

func (k kept) forget() error { return k.remove("order.json", "kernel.json") }

func (k kept) off() (*switchedOff, error) {
	var off switchedOff
	there, err := k.read("off.json", &off)
	if err != nil || !there {
		return nil, err
	}
	return &off, nil
}

func (k kept) switchOff(at time.Time) error { return k.write("off.json", switchedOff{at}) }

func (k kept) switchOn() error { return k.remove("off.json") }

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// has tells whether a list is there.
func (k kept) has(digest string) bool {
	_, err := os.Stat(k.path("lists", digest))
	return err == nil
}

// list reads a list.
func (k kept) list(digest string) (prefixset.Set, error) {
	data, err := os.ReadFile(k.path("lists", digest))
	if errors.Is(err, fs.ErrNotExist) {
		return prefixset.Set{}, fault.NotFound.Errorf("list %s is not on this host", digest)
	}
	if err != nil {
		return prefixset.Set{}, err
	}
	set, err := prefixset.Decode(data, maxListEntries)
	if err != nil {
		return prefixset.Set{}, fmt.Errorf("list %s: %w", digest, err)
	}
	return set, nil
}

// staleAfter is how long a list stays that no order names: one that was just staged for the next order must not go.
const staleAfter = 6 * time.Hour

// sweep removes lists that nobody needs any more.
func (k kept) sweep(order host.EnforceOrder) {
	needed := map[string]bool{}
	for _, l := range order.Lists {
		needed[l.Digest] = true
	}
	entries, err := os.ReadDir(k.path("lists"))
	if err != nil {
		return // there is a next time
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && !needed[entry.Name()] && time.Since(info.ModTime()) > staleAfter {
			_ = os.Remove(k.path("lists", entry.Name())) // there is a next time
		}
	}
}
