package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"bangui/internal/sandbox"
)

// Options say how the demo is. The zero value is a good one.
type Options struct {
	// Dir is where everything is written: a new or empty directory, or that of an earlier demo; empty means a temporary one.
	Dir string
	// Keep leaves Dir in place at the end. A temporary directory is always removed.
	Keep bool
	// Rate is the number of bans per minute, more or less; zero means 20, and the most is 6000.
	Rate float64
	// Seed makes the same attackers come in the same order; zero means different ones each time.
	Seed uint64
	// Stock is fail2ban's configuration tree to take filters and defaults from; empty means that of the Version, such as
	// /etc/fail2ban. If it lacks them, the demo's own are used.
	Stock string
	// Version is the fail2ban that runs; zero means the installed one.
	Version sandbox.Version
	// Logger is told what happens; nil means nobody.
	Logger *slog.Logger
}

const (
	defaultRate = 20
	maxRate     = 6000
	purgeAge    = 30 * 24 * time.Hour
)

// Demo is a fail2ban under attack.
type Demo struct {
	log     *slog.Logger
	place   *place
	server  *sandbox.Server
	crowd   *crowd
	targets []target
	pause   time.Duration
}

// Start starts fail2ban with a past: its first bans come within a second. It returns when fail2ban is ready; the context is for
// the start only. Call [Demo.Run] then, and [Demo.Close] at the end. Fails with [sandbox.ErrNotInstalled] if there is no fail2ban.
func Start(ctx context.Context, opts Options) (*Demo, error) {
	d, err := newDemo(opts)
	if err != nil {
		return nil, err
	}
	if d.place, err = claim(opts.Dir, opts.Keep); err != nil {
		return nil, err
	}
	if err := d.start(ctx, opts); err != nil {
		return nil, errors.Join(err, d.place.release())
	}
	d.log.Info("demo started", "dir", d.place.dir, "socket", d.Paths().Socket)
	return d, nil
}

func newDemo(opts Options) (*Demo, error) {
	rate := opts.Rate
	if rate == 0 {
		rate = defaultRate
	}
	if math.IsNaN(rate) || rate <= 0 || rate > maxRate {
		return nil, fmt.Errorf("rate %v: want bans per minute, more than 0 and at most %d", opts.Rate, maxRate)
	}
	countries, err := countries()
	if err != nil {
		return nil, err
	}
	seed := opts.Seed
	if seed == 0 {
		seed = rand.Uint64()
	}
	log := opts.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Demo{
		log:     log,
		crowd:   newCrowd(rand.New(rand.NewPCG(seed, seed)), countries),
		targets: targets(),
		pause:   time.Duration(float64(time.Minute) / rate),
	}, nil
}

func (d *Demo) start(ctx context.Context, opts Options) error {
	if err := writePast(d.place.dir, d.crowd, d.targets, time.Now()); err != nil {
		return err
	}
	stock := opts.Stock
	if stock == "" {
		stock = opts.Version.StockConfig()
	}
	server := sandbox.Options{Version: opts.Version, Dir: d.place.dir, Stock: stock, Jails: jails(), PurgeAge: purgeAge}
	if !isStock(stock) {
		return d.startOwn(ctx, server)
	}
	var err error
	d.server, err = sandbox.Start(ctx, server)
	if err == nil || ctx.Err() != nil || errors.Is(err, sandbox.ErrNotInstalled) {
		return err
	}
	d.log.Warn("fail2ban does not start with its stock configuration: the demo uses filters of its own", "stock", stock, "err", err)
	return d.startOwn(ctx, server)
}

// startOwn starts fail2ban with nothing but our own configuration.
func (d *Demo) startOwn(ctx context.Context, server sandbox.Options) error {
	if err := os.RemoveAll(filepath.Join(d.place.dir, "config")); err != nil {
		return err
	}
	var err error
	if server.Jails, err = jailsWithOwnFilters(); err != nil {
		return err
	}
	server.Stock = ""
	d.server, err = sandbox.Start(ctx, server)
	return err
}

// Paths tells where fail2ban's socket, configuration, database and logs are.
func (d *Demo) Paths() sandbox.Paths { return d.server.Paths() }

// Run attacks until ctx ends, and returns nil then. It goes on if fail2ban itself ends: that, too, is worth a look.
func (d *Demo) Run(ctx context.Context) error {
	for {
		// Between half and one and a half of the pause: a steady beat would look made up.
		timer := time.NewTimer(d.pause/2 + time.Duration(d.crowd.rand.Int64N(int64(d.pause)+1)))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
		if err := d.attack(time.Now()); err != nil {
			return fmt.Errorf("attack: %w", err)
		}
	}
}

// Close ends fail2ban at once and removes the directory, unless it is to be kept. Call it after Run has returned.
func (d *Demo) Close() error {
	err := errors.Join(d.server.Close(), d.place.release())
	d.log.Info("demo ended", "dir", d.place.dir, "kept", d.place.keep)
	return err
}

// attack makes one address fail often enough for a ban, among lines that mean nothing and somebody who only mistyped once.
func (d *Demo) attack(at time.Time) error {
	t := d.crowd.target(d.targets)
	addr := d.crowd.next(t, at)
	d.log.Debug("attack", "jail", t.jail.Name, "addr", addr)
	if err := d.server.Noise(t.jail.Name, d.crowd.rand.IntN(4)); err != nil {
		return err
	}
	if d.crowd.rand.IntN(3) == 0 {
		if err := d.server.Attack(t.jail.Name, d.crowd.stranger(), 1); err != nil {
			return err
		}
	}
	return d.server.AttackAt(t.jail.Name, addr, t.failures(), at)
}
