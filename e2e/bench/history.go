package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
	_ "modernc.org/sqlite"             // the driver sqlite

	"bangui/e2e/rig"
	"bangui/fail2ban"
	"bangui/internal/sandbox"
)

// past is a server with a long history, on one database, while bans keep arriving.
type past struct {
	*server
	// engine names the database, bans how many the history had at first.
	engine string
	bans   int
	f2b    *sandbox.Server
	// plain asks the database itself.
	plain *sql.DB
	known known
	// runs is how often each question is asked.
	runs int
	// arriving is how many bans a second fail2ban makes meanwhile.
	arriving int
	// details gets the figures of every single question.
	details io.Writer
}

// historyOptions are those of the measurements with a long history.
type historyOptions struct {
	bans    int
	engine  string
	runs    int
	details string
	keep    string
	arrive  int
}

// history measures what depends on the length of the history, on both databases.
func (o historyOptions) history(ctx context.Context, binary string) (rows []row, err error) {
	details := io.Discard
	if o.details != "" {
		file, err := os.OpenFile(o.details, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		details = file
	}
	for _, engine := range []struct {
		name    string
		measure func(context.Context, string, io.Writer) ([]row, error)
	}{{"SQLite", o.onSQLite}, {"PostgreSQL", o.onPostgres}} {
		if o.engine != "" && o.engine != engine.name {
			continue
		}
		more, err := engine.measure(ctx, binary, details)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", engine.name, err)
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

func (o historyOptions) onSQLite(ctx context.Context, binary string, details io.Writer) ([]row, error) {
	dir, err := os.MkdirTemp("", "bangui-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if o.keep != "" {
		dir = filepath.Join(o.keep, fmt.Sprint("sqlite-", o.bans))
	}
	p := &past{engine: "SQLite", bans: o.bans, runs: o.runs, arriving: o.arrive, details: details}
	seeded, err := p.seed(ctx, binary, dir, nil)
	if err != nil {
		return nil, err
	}
	if p.plain, err = sql.Open("sqlite", "file:"+filepath.Join(dir, "bangui.db")+"?mode=ro&_pragma=busy_timeout(60000)"); err != nil {
		return nil, err
	}
	rows, err := p.measure(ctx, binary, dir, nil)
	return append(seeded, rows...), err
}

func (o historyOptions) onPostgres(ctx context.Context, binary string, details io.Writer) (rows []row, err error) {
	r, err := rig.New()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	address, err := r.FreeAddress()
	if err != nil {
		return nil, err
	}
	pg, err := r.StartPostgres(ctx, r.Here, "postgres", address)
	if err != nil {
		return nil, err
	}
	dir, err := r.Sub("data")
	if err != nil {
		return nil, err
	}
	env := []string{"BANGUI_DATABASE_URL=" + pg.URL("postgres")}
	p := &past{engine: "PostgreSQL", bans: o.bans, runs: o.runs, arriving: o.arrive, details: details}
	seeded, err := p.seed(ctx, binary, dir, env)
	if err != nil {
		return nil, err
	}
	if p.plain, err = sql.Open("pgx", pg.URL("postgres")); err != nil {
		return nil, err
	}
	rows, err = p.measure(ctx, binary, dir, env)
	return append(seeded, rows...), err
}

// seed fills the database, unless it was kept.
func (p *past) seed(ctx context.Context, binary, dir string, env []string) ([]row, error) {
	if _, err := os.Stat(filepath.Join(dir, "bangui.db")); err == nil {
		return nil, nil
	}
	command := exec.CommandContext(ctx, binary, "dev", "seed", "--data-dir", dir, "--bans", strconv.Itoa(p.bans))
	command.Env = append(os.Environ(), env...)
	command.Stderr = os.Stderr
	began := time.Now()
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("bangui dev seed: %w", err)
	}
	rate := float64(p.bans) / time.Since(began).Seconds()
	return []row{{p.what("made-up bans stored by `bangui dev seed`"), fmt.Sprintf("%.0f/s", rate), "", "", ""}}, nil
}

// what names a measurement.
func (p *past) what(text string) string { return fmt.Sprintf("%s, %s, %s", p.size(), p.engine, text) }

func (p *past) size() string {
	if p.bans%1_000_000 == 0 {
		return fmt.Sprintf("%d M bans", p.bans/1_000_000)
	}
	return fmt.Sprintf("%d bans", p.bans)
}

func (p *past) measure(ctx context.Context, binary, dir string, env []string) ([]row, error) {
	defer p.plain.Close()
	if err := p.know(ctx); err != nil {
		return nil, fmt.Errorf("look at the history: %w", err)
	}
	if err := p.start(ctx, binary, dir, env); err != nil {
		return nil, err
	}
	defer p.f2b.Close()
	defer p.stop()
	time.Sleep(10 * time.Second)
	bytes, err := p.resident()
	if err != nil {
		return nil, err
	}
	rows := []row{{p.what("resident memory 10 s after the start"), megabytes(bytes), "", "", "90 MB with 1 M"}}
	stop := p.arrive(ctx)
	more, err := p.questions(ctx)
	arrived, stopped := stop()
	if err = errors.Join(err, stopped); err != nil {
		return nil, err
	}
	rows = append(append(rows, more...), arrived)
	if bytes, err = p.resident(); err != nil {
		return nil, err
	}
	rows = append(rows, row{p.what("resident memory after all these questions"), megabytes(bytes), "", "", ""})
	export, err := p.export(ctx)
	return append(rows, export), err
}

// start starts fail2ban and the server, and signs somebody in.
func (p *past) start(ctx context.Context, binary, dir string, env []string) error {
	var err error
	jail := sandbox.Jail{Name: "bench", Filter: sandbox.SSH(), BanTime: time.Minute}
	if p.f2b, err = sandbox.Start(ctx, sandbox.Options{Jails: []sandbox.Jail{jail}, Action: sandbox.NoAction()}); err != nil {
		return err
	}
	if p.server, err = startOn(ctx, binary, p.f2b, dir, env...); err != nil {
		return errors.Join(err, p.f2b.Close())
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	p.client = &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	who := map[string]any{"token": setupToken, "username": "admin", "password": password}
	if _, err := p.call(ctx, http.MethodPost, "/setup", who); err != nil {
		// A history that was kept has its administrator.
		delete(who, "token")
		_, err = p.call(ctx, http.MethodPost, "/session", who)
		return err
	}
	return nil
}

// arrive lets fail2ban ban, until stop is called, which tells how many bans there were and how much later the last one was in the history.
func (p *past) arrive(ctx context.Context) (stop func() (row, error)) {
	if p.arriving == 0 {
		return func() (row, error) { return row{p.what("no bans arrived meanwhile"), "", "", "", ""}, nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	client := fail2ban.NewClient(p.f2b.Paths().Socket)
	done := make(chan error, 1)
	made := 0
	began := time.Now()
	go func() {
		const each = 20
		tick := time.NewTicker(time.Second * each / time.Duration(p.arriving))
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				done <- nil
				return
			case <-tick.C:
			}
			// As many as are due, also after a tick that was missed.
			for due := int(time.Since(began).Seconds() * float64(p.arriving)); made+each <= due; made += each {
				if err := banFrom(context.WithoutCancel(ctx), client.Jail("bench"), made, each); err != nil {
					done <- err
					return
				}
			}
		}
	}()
	return func() (row, error) {
		took := time.Since(began)
		cancel()
		if err := errors.Join(<-done, client.Close()); err != nil {
			return row{}, err
		}
		late, err := p.waitKnown(context.WithoutCancel(ctx), made)
		what := fmt.Sprintf("%d bans arrived meanwhile, %.0f a second: the last one is in the history after", made, float64(made)/took.Seconds())
		return row{p.what(what), late, "", "", ""}, err
	}
}

// waitKnown tells after how long the history has so many bans of our jail, or how many it has after a minute. A history that is measured
// again has those of the last time, too.
func (p *past) waitKnown(ctx context.Context, n int) (string, error) {
	have, began := 0, time.Now()
	for time.Since(began) < time.Minute {
		if err := p.plain.QueryRowContext(ctx, `select count(*) from`+ofJail, "bench").Scan(&have); err != nil {
			return "", err
		}
		if have >= n+p.known.earlier {
			return short(time.Since(began)), nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Sprintf("only %d after a minute", have-p.known.earlier), nil
}
