package schedule

import "context"

// Fence is what a run shows with each write of the store.
type Fence struct {
	Task  string
	Fence int64
}

type fenceKey struct{}

// WithFence returns a context with which every write of the store belongs to the run: it is refused with fault.Conflict once the
// lease of the run is over.
func WithFence(ctx context.Context, run Run) context.Context {
	return context.WithValue(ctx, fenceKey{}, Fence{Task: run.Task, Fence: run.Fence})
}

// FenceOf returns the fence that the context carries; ok is false if it belongs to no run.
func FenceOf(ctx context.Context) (fence Fence, ok bool) {
	fence, ok = ctx.Value(fenceKey{}).(Fence)
	return fence, ok
}
