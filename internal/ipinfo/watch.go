package ipinfo

import (
	"context"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// quietFor is how long nothing must have happened to a file before it is read: who writes it may not be done.
	quietFor = 2 * time.Second
	// lookEvery is how often is looked without being told to: links are turned elsewhere, and network file systems tell nothing.
	lookEvery = time.Minute
)

// Run uses the operator's files anew when they change, and returns when ctx ends.
func (d *Data) Run(ctx context.Context) error {
	if len(d.sources) == 0 {
		<-ctx.Done()
		return ctx.Err()
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		d.options.Log.Warn("changes of data about addresses are not told by the system, looking now and then", "err", err)
		watcher = &fsnotify.Watcher{} // its channels are nil and tell nothing
	} else {
		defer watcher.Close()
	}
	d.watch(ctx, watcher)
	return ctx.Err()
}

func (d *Data) watch(ctx context.Context, watcher *fsnotify.Watcher) {
	d.add(watcher)
	often := time.NewTicker(d.often)
	defer often.Stop()
	quiet := time.NewTimer(0) // what changed before the watch began
	defer quiet.Stop()
	writing := false
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-watcher.Events:
			if d.concerns(event) {
				writing = true
				quiet.Reset(d.quiet)
			}
		case _, ok := <-watcher.Errors: // events may be lost
			if !ok {
				return
			}
			quiet.Reset(d.quiet)
		case <-quiet.C:
			writing = false
			d.Look()
		case <-often.C:
			d.add(watcher)
			if !writing {
				d.Look()
			}
		}
	}
}

// add watches the directories of the files, which are there before and after a file is replaced. Those that are watched already stay so,
// and those that are not there are tried again later.
func (d *Data) add(watcher *fsnotify.Watcher) {
	if watcher.Events == nil {
		return
	}
	for _, s := range d.sources {
		_ = watcher.Add(filepath.Dir(s.path)) // the clock does without
	}
}

// concerns tells whether an event is about one of the files.
func (d *Data) concerns(event fsnotify.Event) bool {
	for _, s := range d.sources {
		if filepath.Clean(event.Name) == filepath.Clean(s.path) {
			return true
		}
	}
	return false
}
