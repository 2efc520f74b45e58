package schedule

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// tellEvery is how often progress and lines are stored and published, at most.
	tellEvery = 500 * time.Millisecond
	// maxLines is how many lines of a run are kept.
	maxLines = 1000
	// tellWithin is how long storing them may take.
	tellWithin = 3 * time.Second
)

// Work is a run in progress, as its task sees it. All methods may be called at the same time; none of them waits for the store.
type Work struct {
	mu  sync.Mutex
	run Run
	// lines are those not stored yet; told counts all.
	lines []Line
	told  int
	// news is true while there is something that is not stored.
	news bool
}

// Run returns the run with the progress that was told last.
func (w *Work) Run() Run {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.run
}

// Progress tells that done of total is done, and what is being done now, in a few words. A total of zero means that it is not known.
// It may be called as often as one likes.
func (w *Work) Progress(done, total int64, doing string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.run.Done, w.run.Total, w.run.Doing = done, total, doing
	w.news = true
}

// Routine tells that the run found all as it should be. If nobody asked for it and it ends well, it takes the place of the run before it
// that ended with the same outcome: of many that did nothing the newest is kept.
func (w *Work) Routine() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.run.Routine = true
}

// Again asks for the next run after a time, whatever the schedule says: earlier, because something is to be tried again, or later, because somebody
// must not be asked too often. The times after that are those of the schedule. A task that is disabled stays so.
func (w *Work) Again(after time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.run.Again = after
}

// Logf adds one line to what the run tells. After a thousand of them no more are kept.
func (w *Work) Logf(format string, args ...any) { w.tell(Info, fmt.Sprintf(format, args...)) }

// Warnf is like Logf, for what somebody should look at.
func (w *Work) Warnf(format string, args ...any) { w.tell(Warn, fmt.Sprintf(format, args...)) }

func (w *Work) tell(level Level, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.told == maxLines {
		return
	}
	w.told++
	if w.told == maxLines {
		level, text = Warn, "more lines are not kept"
	}
	w.lines = append(w.lines, Line{N: w.told, Level: level, Text: text})
	w.news = true
}

// take returns what is new since the last time; ok is false if nothing is.
func (w *Work) take() (run Run, lines []Line, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	run, lines, ok = w.run, w.lines, w.news
	w.lines, w.news = nil, false
	return run, lines, ok
}

// giveBack takes lines that could not be stored, for the next time.
func (w *Work) giveBack(lines []Line) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines, w.news = append(lines, w.lines...), true
}

// tend stores and publishes what is new, now and then, until ctx ends.
func (r *Runner) tend(ctx context.Context, work *Work) {
	ticker := time.NewTicker(tellEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			r.flush(ctx, work)
		}
	}
}

// flush stores and publishes what is new.
func (r *Runner) flush(ctx context.Context, work *Work) {
	run, lines, ok := work.take()
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, tellWithin)
	defer cancel()
	if err := r.store.SaveProgress(ctx, run, lines); err != nil {
		work.giveBack(lines)
		r.warn(ctx, "progress not stored", err, "task", run.Task, "run", run.ID)
		return
	}
	r.publish(run)
}
