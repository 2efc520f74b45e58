package localhost

import (
	"log/slog"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// waker tells when one of a few files was written.
type waker struct {
	// C gets a value soon after a write; it holds at most one.
	C       chan struct{}
	watcher *fsnotify.Watcher
	names   chan map[string]bool
	done    chan struct{}
}

// newWaker returns a waker without files. If the system has none to give, it never wakes anybody, and works is false.
func newWaker(log *slog.Logger) (w *waker, works bool) {
	w = &waker{C: make(chan struct{}, 1), names: make(chan map[string]bool), done: make(chan struct{})}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		log.Warn("changes of files are not told by the system, looking often instead", "err", err)
		close(w.done)
		return w, false
	}
	w.watcher = watcher
	go w.run()
	return w, true
}

func (w *waker) run() {
	defer close(w.done)
	var names map[string]bool
	errs := w.watcher.Errors
	for {
		select {
		case event, ok := <-w.watcher.Events:
			if !ok {
				return
			}
			if names[event.Name] && !event.Has(fsnotify.Chmod) {
				w.wake()
			}
		case _, ok := <-errs:
			if !ok {
				errs = nil
				continue
			}
			w.wake() // events may be lost: look
		case names = <-w.names:
		}
	}
}

func (w *waker) wake() {
	select {
	case w.C <- struct{}{}:
	default:
	}
}

// watch sets the files. Their directories are watched, so that files which are made anew are seen. It reports whether all of them are.
func (w *waker) watch(paths ...string) bool {
	if w.watcher == nil {
		return false
	}
	names := make(map[string]bool)
	all := true
	for _, path := range paths {
		if path == "" {
			continue
		}
		path = filepath.Clean(path)
		names[path] = true
		all = w.watcher.Add(filepath.Dir(path)) == nil && all
	}
	select {
	case w.names <- names:
	case <-w.done:
	}
	return all
}

// Close ends it and waits for its goroutine.
func (w *waker) Close() {
	if w.watcher != nil {
		_ = w.watcher.Close() // it has nothing to lose
	}
	<-w.done
}
