package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"bangui/internal/app"
	"bangui/internal/archive"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/ipinfo"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// historyImportCommand takes in bans of the past.
type historyImportCommand struct {
	databaseFlags `embed:""`
	outputFlags   `embed:""`
	Host          string   `placeholder:"NAME" help:"The host that the bans are of; it is added if it is not known. By default what this machine is called."`
	Format        string   `default:"auto" enum:"auto,log,archive,fail2ban-db" placeholder:"FORMAT" help:"auto (each file is looked at), log, archive or fail2ban-db."`
	Zone          string   `placeholder:"ZONE" help:"The zone of the times in logs, such as Europe/Berlin; that of this machine by default."`
	DryRun        bool     `help:"Say what would be imported, and change nothing."`
	Files         []string `arg:"" name:"file" help:"Files to read; logs may be gzipped."`
}

// importOutcome is what was done, as scripts see it.
type importOutcome struct {
	Host      string `json:"host"`
	Zone      string `json:"zone"`
	DryRun    bool   `json:"dry_run"`
	Added     int    `json:"added"`
	Completed int    `json:"completed"`
	Known     int    `json:"known"`
	*archive.Report
}

// Run imports, and fails if a file could not be read to its end.
func (c *historyImportCommand) Run(ctx context.Context, parsed *kong.Context) (err error) {
	s, err := c.load(parsed)
	if err != nil {
		return err
	}
	location, zone, err := zoneOf(c.Zone)
	if err != nil {
		return err
	}
	bar := newProgressBar()
	files, err := archive.Open(ctx, c.Files, archive.Options{
		Format: archive.Format(c.Format), Location: location, Now: time.Now(), Progress: bar.showReading,
	})
	if err != nil {
		return err
	}
	if files.Logs() {
		fmt.Fprintf(os.Stderr, "Times in logs are read as %s.\n", zone)
	}
	db, closeStore, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore()) }()
	outcome, err := c.run(ctx, db, files, app.HostName(s))
	bar.end()
	outcome.Zone = zone
	if err == nil || outcome.Added > 0 {
		err = errors.Join(err, c.tell(outcome))
	}
	if n := len(outcome.Problems); err == nil && n > 0 {
		err = fmt.Errorf("%d of %d files could not be read to the end; the rest is done", n, len(c.Files))
	}
	return err
}

// load reads the settings as the server does; the host is a setting, too.
func (c *historyImportCommand) load(parsed *kong.Context) (settings.Settings, error) {
	flags := given(parsed)
	if c.Host != "" {
		flags["host_name"] = c.Host
	}
	return settings.Load(settings.Sources{Flags: flags, Environ: os.Environ(), File: c.Config})
}

// zoneOf is the zone with this name, or that of this machine, and how to say it.
func zoneOf(name string) (location *time.Location, said string, err error) {
	if name == "" {
		_, offset := time.Now().Zone()
		said = "the zone of this machine (now " + time.Unix(0, 0).In(time.FixedZone("", offset)).Format("-07:00") + "); name another with --zone"
		return time.Local, said, nil
	}
	location, err = time.LoadLocation(name)
	if err != nil {
		return nil, "", fault.Invalid.Wrapf(err, "there is no zone %q", name).WithMend("Use a name such as Europe/Berlin or UTC; `timedatectl list-timezones` lists them.")
	}
	return location, location.String(), nil
}

// open opens the database: only to look for a dry run, and with SQLite only if no server uses it.
func (c *historyImportCommand) open(ctx context.Context, s settings.Settings) (db *store.Store, closeAll func() error, err error) {
	if c.DryRun {
		db, err = store.OpenToRead(ctx, storeOptions(s))
		if err != nil {
			return nil, nil, err
		}
		return db, db.Close, nil
	}
	if err := checkInstalled(s); err != nil {
		return nil, nil, err
	}
	release, err := holdFile(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	addresses, err := ipinfo.Open(ipinfo.Options{
		CountryFile: s.GeoCountryDB, NetworkFile: s.GeoASNDB, Dir: s.DataDir, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err != nil {
		return nil, nil, errors.Join(err, release())
	}
	db, err = openStoreLocating(ctx, s, addresses.LookupPrefix)
	if err != nil {
		return nil, nil, errors.Join(err, release())
	}
	closeAll = func() error { return errors.Join(db.Close(), release()) }
	if err := ready(ctx, s, db); err != nil {
		return nil, nil, errors.Join(err, closeAll())
	}
	return db, closeAll, nil
}

// ready fails if the tables are of an older version, or if a server of another machine has the SQLite file.
func ready(ctx context.Context, s settings.Settings, db *store.Store) error {
	have, newest, err := db.Version(ctx)
	if err != nil {
		return err
	}
	if have < newest {
		return fault.Invalid.Errorf("the tables of the database are of version %d, and this program needs version %d", have, newest).
			WithMend("Start the server of this version once, and stop it again.")
	}
	if s.PostgreSQL() {
		return nil
	}
	return db.RefuseInUse(ctx, app.DeadHolder())
}

// run reads the files into the history of a host, and writes down who did it.
func (c *historyImportCommand) run(ctx context.Context, db *store.Store, files *archive.Files, hostName string) (importOutcome, error) {
	save := db.Import
	if c.DryRun {
		save = db.ImportPreview
	}
	importing := &ban.Importing{Store: func(ctx context.Context, bans []ban.Ban) (ban.Imported, error) { return save(ctx, hostName, bans) }}
	report, err := files.Read(ctx, ban.NewPast(time.Now(), func(b ban.Ban) error { return importing.Take(ctx, b) }))
	if err == nil {
		err = importing.Flush(ctx)
	}
	done := importing.Result
	report.SkipUnmatched(done.Unmatched)
	outcome := importOutcome{Host: hostName, DryRun: c.DryRun, Added: done.Added, Completed: done.Completed, Known: done.Known, Report: report}
	if c.DryRun || err != nil && done == (ban.Imported{}) {
		return outcome, err
	}
	entry := audit.Entry{
		Actor: operator(), Action: "history.import", Host: hostName, Result: audit.OK,
		Detail: fmt.Sprintf("%d files: %d bans added, %d completed", len(c.Files), done.Added, done.Completed),
	}
	if err != nil {
		entry.Result = audit.Failed
	}
	return outcome, errors.Join(err, db.RecordAudit(context.WithoutCancel(ctx), entry))
}

func (c *historyImportCommand) tell(o importOutcome) error {
	if c.json() {
		return printJSON(o)
	}
	return printf("%s", o.text(len(c.Files)))
}
