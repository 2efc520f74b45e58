package configuration

import (
	"context"
	"fmt"
	"time"

	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Configurations answers what the files of hosts say. All methods may be called at the same time.
type Configurations struct {
	fleet *fleet.Fleet
}

// New returns Configurations.
func New(hosts *fleet.Fleet) *Configurations { return &Configurations{fleet: hosts} }

// askWithin is how long a host may take to read its files.
const askWithin = 15 * time.Second

// Overview tells what the files of a host come to, with the files of a draft. It fails as [host.Host] does, and with fault.NotFound if there is no
// such host.
func (c *Configurations) Overview(ctx context.Context, hostName string, draft []host.FileChange) (host.Configuration, error) {
	return ask(ctx, c, hostName, func(ctx context.Context, h host.Host) (host.Configuration, error) { return h.Configuration(ctx, draft) })
}

// File returns one file. It fails as [host.Host] does, and with fault.NotFound if there is no such host.
func (c *Configurations) File(ctx context.Context, hostName, name string) (host.ConfigFile, error) {
	return ask(ctx, c, hostName, func(ctx context.Context, h host.Host) (host.ConfigFile, error) { return h.ReadFile(ctx, name) })
}

// Explain tells where the values of a part come from, with the files of a draft. It fails as [host.Host] does, and with fault.NotFound if there is no
// such host.
func (c *Configurations) Explain(ctx context.Context, hostName string, part host.Part, draft []host.FileChange) (host.Explained, error) {
	return ask(ctx, c, hostName, func(ctx context.Context, h host.Host) (host.Explained, error) { return h.Explain(ctx, part, draft) })
}

// tryWithin is how long a host may take to try a jail with one setting and another.
const tryWithin = 45 * time.Second

// Activation tells what a jail lacks on a host if it is enabled, with the files of a draft. It fails as [host.Host] does, and with fault.NotFound if there
// is no such host.
func (c *Configurations) Activation(ctx context.Context, hostName, jail string, draft []host.FileChange) (host.Activation, error) {
	return within(ctx, c, tryWithin, hostName, func(ctx context.Context, h host.Host) (host.Activation, error) { return h.Activation(ctx, jail, draft) })
}

func ask[T any](ctx context.Context, c *Configurations, hostName string, do func(context.Context, host.Host) (T, error)) (T, error) {
	return within(ctx, c, askWithin, hostName, do)
}

func within[T any](
	ctx context.Context, c *Configurations, limit time.Duration, hostName string, do func(context.Context, host.Host) (T, error),
) (T, error) {
	var none T
	h, err := c.fleet.Host(ctx, hostName)
	if err != nil {
		return none, err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	answer, err := do(ctx, h)
	if err != nil {
		return none, fmt.Errorf("read the configuration of %s: %w", hostName, err)
	}
	return answer, nil
}
