package store

import (
	"context"
	"database/sql"
	"embed"
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

func (e postgresEngine) open(_ context.Context, options Options) (*Store, error) {
	servers := &servers{}
	db := stdlib.OpenDB(*e.config, stdlib.OptionAfterConnect(servers.note))
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
