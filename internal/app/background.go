package app

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
)

// background is the parts that run until they are told to stop, and are waited for then.
type background struct {
	ctx    context.Context
	cancel context.CancelFunc
	log    *slog.Logger
	failed chan<- error
	wg     sync.WaitGroup
}

// newBackground makes parts that outlive ctx: they are stopped in their turn, after HTTP.
func newBackground(ctx context.Context, log *slog.Logger, failed chan<- error) *background {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	return &background{ctx: ctx, cancel: cancel, log: log, failed: failed}
}

// start runs a part. One that ends before it is told to ends the server: half a server is worse than none.
func (b *background) start(name string, run func(context.Context) error) {
	b.wg.Go(func() {
		err := run(b.ctx)
		if b.ctx.Err() != nil {
			return
		}
		b.log.Error("a part of the server ended by itself", "part", name, "err", err)
		select {
		case b.failed <- fmt.Errorf("%s ended by itself: %w", name, err):
		default: // another part was first
		}
	})
}

func (b *background) stop() error {
	b.cancel()
	b.wg.Wait()
	return nil
}
