package fail2ban

import (
	"context"
	"time"

	"bangui/fail2ban/wire"
)

// Ping asks for a sign of life.
func (c *Client) Ping(ctx context.Context) error {
	_, err := ask(ctx, c, func(v wire.Value) (bool, bool) { return true, v == wire.Value("pong") }, "ping")
	return err
}

// Stop stops the server and returns when all jails are down, which takes minutes when there are many bans.
func (c *Client) Stop(ctx context.Context) error {
	_, err := ask(ctx, c, done, "stop")
	return err
}

// StopJails stops all jails; the server keeps running.
func (c *Client) StopJails(ctx context.Context) error {
	_, err := ask(ctx, c, done, "stop", "--all")
	return err
}

// Log levels, from little to much.
const (
	LevelCritical = "CRITICAL"
	LevelError    = "ERROR"
	LevelWarning  = "WARNING"
	LevelNotice   = "NOTICE"
	LevelInfo     = "INFO"
	LevelDebug    = "DEBUG"
)

// LogLevel tells the least level that is logged.
func (c *Client) LogLevel(ctx context.Context) (string, error) {
	return ask(ctx, c, asLevel, "get", "loglevel")
}

func asLevel(v wire.Value) (string, bool) {
	if n, ok := v.(int64); ok { // as set by number
		return levelName(n), true
	}
	return asText(v)
}

func levelName(n int64) string {
	names := map[int64]string{
		50: LevelCritical, 40: LevelError, 30: LevelWarning, 25: LevelNotice, 20: LevelInfo, 10: LevelDebug,
	}
	return names[n]
}

// SetLogLevel sets the least level that is logged to one of the Level constants.
func (c *Client) SetLogLevel(ctx context.Context, level string) error {
	switch level {
	case LevelCritical, LevelError, LevelWarning, LevelNotice, LevelInfo, LevelDebug:
		return c.set(ctx, "loglevel", level)
	}
	return invalid("log level", "%q is not CRITICAL, ERROR, WARNING, NOTICE, INFO or DEBUG", shorten(level))
}

// LogTarget tells where the log goes: a file as the server sees it, or SYSLOG, STDOUT, STDERR, SYSOUT or SYSTEMD-JOURNAL.
func (c *Client) LogTarget(ctx context.Context) (string, error) {
	return ask(ctx, c, asText, "get", "logtarget")
}

// SetLogTarget sets where the log goes. The server creates and writes the file as the user it runs as.
func (c *Client) SetLogTarget(ctx context.Context, target string) error {
	return c.setText(ctx, "log target", "logtarget", target)
}

// SyslogSocket tells the path of syslog's socket, or auto.
func (c *Client) SyslogSocket(ctx context.Context) (string, error) {
	return ask(ctx, c, asText, "get", "syslogsocket")
}

// SetSyslogSocket sets the path of syslog's socket, or auto.
func (c *Client) SetSyslogSocket(ctx context.Context, path string) error {
	return c.setText(ctx, "syslog socket", "syslogsocket", path)
}

// SetAllowIPv6 sets whether addresses of IPv6 are handled: auto, yes or no. It cannot be read. Fails with [*UnsupportedError]
// before 1.0.0.
func (c *Client) SetAllowIPv6(ctx context.Context, allow string) error {
	switch allow {
	case "auto", "yes", "no":
		if err := c.require(ctx, "set allowipv6", Version{Major: 1}); err != nil {
			return err
		}
		return c.set(ctx, "allowipv6", allow)
	}
	return invalid("allow IPv6", "%q is not auto, yes or no", shorten(allow))
}

// DatabaseFile tells the path of the database as the server sees it; empty without a database.
func (c *Client) DatabaseFile(ctx context.Context) (string, error) {
	return ask(ctx, c, asText, "get", "dbfile")
}

// SetDatabaseFile sets the path of the database, "None" for no database. Fails with [JailsExist] while there are jails.
func (c *Client) SetDatabaseFile(ctx context.Context, path string) error {
	return c.setText(ctx, "database file", "dbfile", path)
}

// DatabaseMaxMatches tells how many lines are kept with a ban in the database; zero without a database.
func (c *Client) DatabaseMaxMatches(ctx context.Context) (int, error) {
	return ask(ctx, c, asIntOrNone, "get", "dbmaxmatches")
}

func asIntOrNone(v wire.Value) (int, bool) {
	if v == nil {
		return 0, true
	}
	return asInt(v)
}

// SetDatabaseMaxMatches sets how many lines are kept with a ban in the database.
func (c *Client) SetDatabaseMaxMatches(ctx context.Context, n int) error {
	if n < 0 {
		return invalid("number of matches", "%d is negative", n)
	}
	return c.set(ctx, "dbmaxmatches", n)
}

// DatabasePurgeAge tells how long bans are kept in the database; zero without a database.
func (c *Client) DatabasePurgeAge(ctx context.Context) (time.Duration, error) {
	return ask(ctx, c, asDuration, "get", "dbpurgeage")
}

// SetDatabasePurgeAge sets how long bans are kept in the database: whole seconds, at least one.
func (c *Client) SetDatabasePurgeAge(ctx context.Context, age time.Duration) error {
	n, err := wholeSeconds("purge age", age)
	if err != nil {
		return err
	}
	return c.set(ctx, "dbpurgeage", n)
}

// FlushLogs makes the server open its log file anew, after a rotation.
func (c *Client) FlushLogs(ctx context.Context) error {
	_, err := ask(ctx, c, done, "flushlogs")
	return err
}

func (c *Client) set(ctx context.Context, option string, value any) error {
	_, err := ask(ctx, c, done, "set", option, value)
	return err
}

func (c *Client) setText(ctx context.Context, argument, option, text string) error {
	if err := checkText(argument, text); err != nil {
		return err
	}
	return c.set(ctx, option, text)
}
