package localhost

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"
)

// configuration is which jails fail2ban's configuration has, as far as that was read. It is read in the background and only when a file
// changed, since a program has to be started for it.
type configuration struct {
	mu      sync.Mutex
	looking bool
	looked  time.Time
	// stamp is of the files that jails was read from.
	stamp uint64
	jails []string
	known bool
	// ignored are the entries of the jails' ignore lists; nil if they are not known.
	ignored map[string][]string
}

// lookAtFiles is how often the files are looked at for changes.
const lookAtFiles = 5 * time.Second

// enabled are the enabled jails, if that is known.
func (c *configuration) enabled() (jails []string, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.jails), c.known
}

// begin tells whether it is time to look, and by whom nobody else does.
func (c *configuration) begin() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.looking || time.Since(c.looked) < lookAtFiles {
		return false
	}
	c.looking = true
	return true
}

func (c *configuration) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looking, c.looked = false, time.Now()
}

func (c *configuration) set(stamp uint64, jails []string, ignored map[string][]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stamp, c.jails, c.known, c.ignored = stamp, jails, true, ignored
}

// ignoredBy are the entries that the files of the stamp have for a jail; ok is false if they have not been read.
func (c *configuration) ignoredBy(stamp uint64, jail string) (entries []string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.ignored[jail]), c.stamp == stamp && c.ignored != nil
}

// forget has the files looked at again at the next occasion.
func (c *configuration) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looked = time.Time{}
}

func (c *configuration) is(stamp uint64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stamp == stamp
}

// refreshConfiguration looks in the background whether files have changed, and reads them if so. It returns at once.
func (h *Host) refreshConfiguration() {
	if h.life.Err() != nil || !h.config.begin() {
		return
	}
	h.background(func(ctx context.Context) {
		defer h.config.end()
		stamp := stampOf(h.opts.ConfigDir)
		if h.config.is(stamp) {
			return
		}
		commands, _, err := h.readStream(ctx)
		if err == nil {
			h.config.set(stamp, commands.jails(), commands.ignored())
			return
		}
		h.log.Debug("which jails the configuration has is not known", "err", err)
		h.config.set(stamp, h.jailsBefore(ctx), nil)
	})
}

// ignoredBy are the entries that the configuration has for the ignore list of a jail; none if it cannot be read.
func (h *Host) ignoredBy(ctx context.Context, jail string) []string {
	stamp := stampOf(h.opts.ConfigDir)
	entries, ok := h.config.ignoredBy(stamp, jail)
	if ok {
		return entries
	}
	commands, _, err := h.readStream(ctx)
	if err != nil {
		h.log.Debug("what the configuration ignores is not known", "jail", jail, "err", err)
		return nil
	}
	h.config.set(stamp, commands.jails(), commands.ignored())
	return commands.ignored()[jail]
}

// jailsBefore are the jails that ran before, where the configuration cannot be read.
func (h *Host) jailsBefore(ctx context.Context) []string {
	jails := h.memory.jails()
	path, err := h.quick.DatabaseFile(ctx)
	if err != nil || path == "" {
		return jails
	}
	db, err := openDatabase(path)
	if err != nil {
		return jails
	}
	defer func() { _ = db.Close() }() // only read
	disabled, err := db.disabledJails(ctx)
	if err != nil {
		return jails
	}
	jails = append(jails, slices.DeleteFunc(disabled, func(name string) bool { return known(name) != nil })...)
	slices.Sort(jails)
	return slices.Compact(jails)
}

// stampOf changes when a file of the configuration does. It is never 0.
func stampOf(dir string) uint64 {
	stamp, _ := shapeOf(dir)
	return stamp
}

// shapeOf returns a stamp of all files of the configuration, and when one was changed last. The clock of a file system goes in steps of some
// milliseconds: a change just after another one may leave no trace.
func shapeOf(dir string) (stamp uint64, last time.Time) {
	const most = 10_000
	hash := fnv.New64a()
	n := 0
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error { // what cannot be read makes no difference
		if n++; n > most {
			return fs.SkipAll
		}
		if err != nil || entry.IsDir() {
			return nil //nolint:nilerr // see above
		}
		if info, err := entry.Info(); err == nil {
			inode, changed := whichFile(info)
			_, _ = fmt.Fprintf(hash, "%s\x00%d\x00%d\x00%d\x00%d\n", path, info.Size(), info.ModTime().UnixNano(), inode, changed.UnixNano()) // never fails
			if changed.After(last) {
				last = changed
			}
		}
		return nil
	})
	return hash.Sum64() | 1, last
}

// whichFile is the number of a file, and when anything about it was changed last: unlike the time of modification that cannot be set.
func whichFile(info fs.FileInfo) (inode uint64, changed time.Time) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ino, time.Unix(stat.Ctim.Unix())
	}
	return 0, info.ModTime()
}

// stops are the jails that we stop or restart: their bans end by that. Its zero value is ready for use.
type stops struct {
	mu    sync.Mutex
	until map[string]time.Time
}

// begin notes that a jail is being stopped; the returned function ends that, a little later, because the log is read later.
func (s *stops) begin(jail string) (end func()) {
	s.set(jail, time.Now().Add(time.Hour))
	return func() { s.set(jail, time.Now().Add(time.Second)) }
}

func (s *stops) set(jail string, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.until == nil {
		s.until = make(map[string]time.Time)
	}
	maps.DeleteFunc(s.until, func(_ string, until time.Time) bool { return time.Now().After(until) })
	s.until[jail] = until
}

// recently tells whether a jail is being stopped by us.
func (s *stops) recently(jail string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Before(s.until[jail])
}
