package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/postgres/*.sql
var postgresMigrations embed.FS

// oldestPostgres is the first version that is supported, as server_version_num has it.
const oldestPostgres = 140000

// Limits of the pool of one process: replicas share the server's max_connections, 100 by default.
const (
	postgresConnections = 16
	postgresIdle        = 8
)

// postgresEngine is a server and a database on it.
type postgresEngine struct {
	config *pgx.ConnConfig
}

// newPostgres reads the URL. What is wrong with it is not told by the parser's own error, which may quote the URL.
func newPostgres(rawURL string) (engine, error) {
	config, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return nil, explainURL(err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "bangui"
	}
	return postgresEngine{config: config}, nil
}

// planning are the settings of our sessions that differ from the server's, which must plan for anything. Our statements are short, and each
// is made for one index. Source: https://www.postgresql.org/docs/current/runtime-config-query.html
//
//   - plan_cache_mode: a statement that came five times may be planned for all values at once, which knows nothing of how rare a jail is: then
//     PostgreSQL goes through the bans of a year for the thousand of one jail. Planning takes less than a millisecond.
//   - jit: what costs more than 100,000 by its estimate would be compiled first, for longer than any of our statements takes.
//   - random_page_cost: 4 stands for a disk with a moving arm. With it, going by time through all bans looks cheaper than the index of one jail.
const planning = `set plan_cache_mode = force_custom_plan; set jit = off; set random_page_cost = 1.1`

// plan sets what a new session needs. A parameter of the connection itself would be refused by a pooler in between.
func plan(ctx context.Context, c *pgx.Conn) error {
	if _, err := c.Exec(ctx, planning); err != nil {
		return errors.Join(err, c.Close(ctx)) // nobody else has it yet
	}
	return nil
}

func (e postgresEngine) open(_ context.Context, options Options) (*Store, error) {
	servers := &servers{}
	db := stdlib.OpenDB(*e.config, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		servers.note(c)
		return plan(ctx, c)
	}))
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresIdle)
	db.SetConnMaxIdleTime(5 * time.Minute)
	db.SetConnMaxLifetime(time.Hour)
	return &Store{engine: e, write: &writer{DB: db, engine: e}, read: db, log: options.Logger, servers: servers}, nil
}

func (e postgresEngine) check(ctx context.Context, db *sql.DB) error {
	if err := e.checkServer(ctx, db); err != nil {
		return err
	}
	return e.checkPrimary(ctx, db)
}

// where names the server and database, without user and password.
func (e postgresEngine) where() string {
	return fmt.Sprintf("%s:%d/%s", e.config.Host, e.config.Port, e.config.Database)
}

// migrations come with a lock, so that several replicas may start at the same time: one migrates, the others wait up to a minute.
func (postgresEngine) migrations() (goose.Dialect, fs.FS, []goose.ProviderOption, error) {
	files, err := fs.Sub(postgresMigrations, "migrations/postgres")
	if err != nil {
		return "", nil, nil, err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60), lock.WithUnlockTimeout(1, 10))
	if err != nil {
		return "", nil, nil, err
	}
	return goose.DialectPostgres, files, []goose.ProviderOption{goose.WithSessionLocker(locker)}, nil
}
