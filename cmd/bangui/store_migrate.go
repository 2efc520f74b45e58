package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"bangui/internal/app"
	"bangui/internal/fault"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// storeMigrateCommand copies everything from SQLite to PostgreSQL.
type storeMigrateCommand struct {
	databaseFlags `embed:""`
	To            string `placeholder:"URL" xor:"to" required:"" help:"The empty PostgreSQL database. Others can see it in the list of processes."`
	ToFile        string `placeholder:"FILE" xor:"to" required:"" help:"Read that URL from this file."`
}

// Run copies, completely or not at all.
func (c *storeMigrateCommand) Run(ctx context.Context, parsed *kong.Context) (err error) {
	s, err := c.load(parsed)
	if err != nil {
		return err
	}
	if s.PostgreSQL() {
		return fault.Invalid.Errorf("the database of the settings is PostgreSQL already").
			WithMend("Name the SQLite database to copy with --data-dir or --database-url=sqlite:/path.")
	}
	target, err := c.target()
	if err != nil {
		return err
	}
	release, err := app.HoldData(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return migrateStore(ctx, s, target)
}

// target is the URL of the PostgreSQL database.
func (c *storeMigrateCommand) target() (settings.Secret, error) {
	text := c.To
	if c.ToFile != "" {
		content, err := os.ReadFile(c.ToFile)
		if err != nil {
			return settings.Secret{}, fault.Invalid.Wrapf(err, "the file %s with the URL cannot be read", c.ToFile)
		}
		text = strings.TrimSpace(string(content))
	}
	if !strings.HasPrefix(text, "postgres://") && !strings.HasPrefix(text, "postgresql://") {
		return settings.Secret{}, fault.Invalid.Errorf("the target is no URL such as postgres://user@host/database")
	}
	return settings.NewSecret(text), nil
}

func migrateStore(ctx context.Context, s settings.Settings, target settings.Secret) (err error) {
	options := storeOptions(s)
	from, err := store.OpenToRead(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if err := from.RefuseInUse(ctx, app.DeadHolder()); err != nil {
		return err
	}
	to, err := store.Open(ctx, store.Options{URL: target.Reveal(), Logger: options.Logger})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if err := to.RefuseFilled(ctx); err != nil {
		return emptyTarget(err)
	}
	if err := to.Migrate(ctx); err != nil {
		return err
	}
	began := time.Now()
	bar := newProgressBar()
	done, err := store.Move{Progress: bar.show}.Run(ctx, from, to)
	bar.end()
	if err != nil {
		return emptyTarget(err)
	}
	fmt.Printf("%d rows of %d tables have been copied and compared in %.1f s.\n\n", done.Rows, done.Tables, time.Since(began).Seconds())
	return sayWhatIsNext(ctx, s, from, target)
}

// emptyTarget adds how to mend a target that is not empty.
func emptyTarget(err error) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.Conflict && f.Mend == "" {
		return f.WithMend("Name a database of its own, for example a new one made with createdb.")
	}
	return err
}

// sayWhatIsNext tells what to set. The host of this machine keeps the name under which its history stands: with PostgreSQL it would
// else be called like the machine.
func sayWhatIsNext(ctx context.Context, s settings.Settings, from *store.Store, target settings.Secret) error {
	hosts, err := from.LocalHosts(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("Set this before the next start of the server, with the password in its place:\n\n  BANGUI_DATABASE_URL=%s\n",
		withoutPassword(target.Reveal()))
	if len(hosts) == 1 {
		fmt.Printf("  BANGUI_HOST_NAME=%s\n", hosts[0])
	}
	fmt.Printf("\nThe SQLite database %s has not been changed. Keep it until you are content, then remove it.\n", s.SQLitePath())
	return nil
}

// withoutPassword hides what nobody should read over somebody's shoulder: the password, also where it is a parameter.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://…"
	}
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), "PASSWORD")
	}
	query := u.Query()
	for _, secret := range []string{"password", "sslpassword"} {
		if query.Has(secret) {
			query.Set(secret, "PASSWORD")
		}
	}
	u.RawQuery = query.Encode()
	return u.String()
}
