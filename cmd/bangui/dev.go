package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/alecthomas/kong"

	"bangui/internal/app"
	"bangui/internal/ipinfo"
	"bangui/internal/seed"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// devCommand is for those who work on BanGUI.
type devCommand struct {
	Seed devSeedCommand `cmd:"" help:"Fill a database with made-up bans, to measure with. The server must be stopped."`
}

// devSeedCommand fills a database with made-up bans.
type devSeedCommand struct {
	databaseFlags `embed:""`
	Bans          int    `default:"100000" placeholder:"N" help:"How many bans: 100000 by default."`
	Days          int    `default:"365" placeholder:"N" help:"Over how many days, up to now: 365 by default."`
	Hosts         int    `default:"10" placeholder:"N" help:"Of how many hosts: 10 by default."`
	Seed          uint64 `default:"1" placeholder:"N" help:"Another number makes other bans; the same one the same."`
	Add           bool   `help:"Also if the database has bans already. Made-up ones cannot be told from real ones afterwards."`
}

// Run makes up the bans and stores them, completely or not at all.
func (c *devSeedCommand) Run(ctx context.Context, parsed *kong.Context) (err error) {
	s, err := c.load(parsed)
	if err != nil {
		return err
	}
	countries, err := ipinfo.Open(ipinfo.Options{})
	if err != nil {
		return err
	}
	began := time.Now()
	history, err := seed.New(seed.Options{
		Bans: c.Bans, Days: c.Days, Hosts: c.Hosts, Number: c.Seed, Until: began, Country: func(addr netip.Addr) string {
			country, _, _ := countries.Lookup(addr)
			return country
		},
	})
	if err != nil {
		return err
	}
	if !s.PostgreSQL() {
		release, err := app.HoldData(ctx, s)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, release()) }()
	}
	if err := c.store(ctx, s, history, countries.Version()); err != nil {
		return err
	}
	took := time.Since(began)
	fmt.Printf("%d made-up bans of %d days on %d hosts are in %s, after %.1f s (%.0f a second).\n",
		c.Bans, c.Days, c.Hosts, databaseName(s), took.Seconds(), float64(c.Bans)/took.Seconds())
	return nil
}

// store notes with which data the bans were looked up, so that the server does not do it again.
func (c *devSeedCommand) store(ctx context.Context, s settings.Settings, history *seed.History, places string) (err error) {
	db, err := store.Open(ctx, storeOptions(s))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	bar := newProgressBar()
	defer bar.end()
	err = db.Seed(ctx, store.Seed{
		Bans: history.Bans(), Total: int64(c.Bans), Hosts: history.Hosts(), Networks: history.Networks(), Add: c.Add, Progress: bar.show,
	})
	if err != nil {
		return err
	}
	return db.SetPlacedWith(ctx, places)
}
