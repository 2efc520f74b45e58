package settings

import (
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// Settings is everything that BanGUI is told at its start.
type Settings struct {
	Listen  Listen
	DataDir string
	// DatabaseURL is empty for SQLite in DataDir, else postgres://… or sqlite:/path. It may hold a password.
	DatabaseURL       Secret
	Fail2banSocket    string
	Fail2banConfigDir string
	LocalHost         LocalHost
	// HostName is what this machine is called in the list of hosts; empty lets the kind of database decide.
	HostName string
	// SetupToken is empty for a random one.
	SetupToken Secret
	// PublicURL is what browsers see; nil if not told.
	PublicURL *url.URL
	// BasePath is empty or begins with a slash and does not end with one.
	BasePath       string
	TrustedProxies []netip.Prefix
	// ReplicaListen is where other replicas join us: empty for an address chosen by the way to the database, off, or host:port.
	ReplicaListen string
	// NATSURL is an outside NATS cluster that carries the messages between replicas; empty for our own servers.
	NATSURL Secret
	// MetricsListen is a listener of its own for /metrics; its Network is empty if there is none.
	MetricsListen Listen
	// MetricsToken is what /metrics asks for on the ordinary listener; zero closes it there.
	MetricsToken Secret
	// GeoCountryDB is an MMDB file that tells countries, empty for the built-in data; GeoASNDB is one that tells networks, empty for none
	// but what GeoCountryDB knows of them.
	GeoCountryDB, GeoASNDB string
	// HistoryDays is for how many days after its end a ban is kept, at least one.
	HistoryDays int
	// ReverseDNS allows to ask the name service for the names of addresses, which tells it the addresses.
	ReverseDNS bool
	// Enforce allows to block lists in the kernel of this machine.
	Enforce bool
	// DrainDelay is how long a server that was told to stop says "not ready" before it stops to take requests; nil lets the kind of
	// database decide.
	DrainDelay *time.Duration
	LogLevel   slog.Level
	LogFormat  LogFormat
	// Workers is only judged: on SQLite it must be 1.
	Workers int

	origins map[string]Origin
	// texts are the values as they were written.
	texts map[string]string
}

// Listen is where the HTTP server listens.
type Listen struct {
	// Network is tcp or unix, Address as net.Listen wants it.
	Network, Address string
}

// String is the setting as it is written.
func (l Listen) String() string {
	if l.Network == "unix" {
		return "unix:" + l.Address
	}
	return l.Address
}

// LocalHost says whether the server looks after the fail2ban of its own machine.
type LocalHost string

// The choices: LocalAuto means that it does if there is a fail2ban or nothing else to look after.
const (
	LocalAuto LocalHost = "auto"
	LocalOn   LocalHost = "on"
	LocalOff  LocalHost = "off"
)

// LogFormat is how log lines are written.
type LogFormat string

// The formats: LogAuto is text on a terminal and JSON elsewhere.
const (
	LogAuto LogFormat = "auto"
	LogJSON LogFormat = "json"
	LogText LogFormat = "text"
)

// Origin says where a value comes from: default, or a flag, a variable, a line of a file.
type Origin string

// Default is the origin of what nobody set.
const Default Origin = "default"

// Origin returns where the value of a key such as data_dir comes from.
func (s Settings) Origin(key string) Origin {
	if origin, ok := s.origins[key]; ok {
		return origin
	}
	return Default
}

// PostgreSQL tells whether the database is not SQLite.
func (s Settings) PostgreSQL() bool {
	database := s.DatabaseURL.Reveal()
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

// SQLitePath is the file of the database, empty for PostgreSQL.
func (s Settings) SQLitePath() string {
	if s.PostgreSQL() {
		return ""
	}
	if path, ok := strings.CutPrefix(s.DatabaseURL.Reveal(), "sqlite:"); ok {
		return filepath.Clean("/" + strings.TrimLeft(path, "/"))
	}
	return filepath.Join(s.DataDir, "bangui.db")
}
