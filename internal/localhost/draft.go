package localhost

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"bangui/fail2ban/conf"
)

// draftFiles is what a configuration with a draft may be made of: what lies in the directory of the configuration, and what the files there
// include already. Who may try a draft need not be allowed to change files, and must not be able to read any file of this machine by including
// it.
type draftFiles struct {
	conf.FileSystem
	dir string
	// included tells whether the configuration reads a file as it is, without any draft.
	included func(name string) bool
}

var errNotIncluded = errors.New("a draft that is tried cannot include a file outside of the configuration's directory")

// newDraftFiles returns those of a directory.
func newDraftFiles(dir string) conf.FileSystem {
	opened := sync.OnceValue(func() map[string]bool { return filesOf(dir) })
	return draftFiles{conf.OS(), filepath.Clean(dir), func(name string) bool { return opened()[name] }}
}

// Open implements [conf.FileSystem]. The name is opened as it is compared: with a link in it, “..” would lead elsewhere.
func (d draftFiles) Open(name string) (fs.File, error) {
	name = filepath.Clean(name)
	if !strings.HasPrefix(name, d.dir+"/") && !d.included(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errNotIncluded}
	}
	return d.FileSystem.Open(name)
}

// filesOf are all files that are read of a configuration: for the server, each jail, filter and action.
func filesOf(dir string) map[string]bool {
	files := &openedFiles{FileSystem: conf.OS(), names: make(map[string]bool)}
	config, err := conf.Read(conf.Options{Dir: dir, Files: files})
	if err != nil {
		return files.names
	}
	// What fails is left out here, and told where it is asked for.
	for _, name := range config.Jails() {
		_, _ = config.Jail(name)
	}
	for _, name := range config.Filters() {
		_, _ = config.Filter(name)
	}
	for _, name := range config.Actions() {
		_, _ = config.Action(name)
	}
	return files.names
}

// openedFiles remembers what was opened.
type openedFiles struct {
	conf.FileSystem
	mu    sync.Mutex
	names map[string]bool
}

func (o *openedFiles) Open(name string) (fs.File, error) {
	o.mu.Lock()
	o.names[filepath.Clean(name)] = true
	o.mu.Unlock()
	return o.FileSystem.Open(name)
}
