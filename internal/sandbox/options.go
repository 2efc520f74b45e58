package sandbox

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Permanent is the ban time of a ban without an end, as fail2ban writes it: -1 second.
const Permanent = -1 * time.Second

// Options say what kind of fail2ban is started. The zero value is the installed fail2ban with [DefaultJails], an action that
// only writes into a file, and no address that is ignored.
type Options struct {
	// Version is the fail2ban to run; zero means the installed one.
	Version Version
	// Dir is where everything is written; it is made if it does not exist and stays after [Server.Close]. Empty means a new
	// directory below the system's temporary one, which Close removes.
	Dir string
	// Stock is a configuration tree to start from, such as /etc/fail2ban: its filters, actions and defaults are copied; its
	// jail.d is not, so that it enables no jail. Empty means none.
	Stock string

	// Jails are the jails; nil means [DefaultJails].
	Jails []Jail
	// Action is what jails do with an address; zero means [FileAction].
	Action Action
	// NetNS runs the server in a new network namespace, which lasts until Close. Needs root.
	NetNS bool

	// Backend is how logs are read; empty means polling.
	Backend string
	// LogLevel is fail2ban's; empty means INFO.
	LogLevel string
	// PurgeAge is how long fail2ban's database keeps a ban; zero means a day.
	PurgeAge time.Duration
	// NoDatabase switches fail2ban's database off.
	NoDatabase bool
	// IgnoreSelf makes jails ignore the addresses of this machine.
	IgnoreSelf bool
	// IgnoreIP are the addresses and networks that all jails ignore.
	IgnoreIP []string

	// Defaults are further lines for the [DEFAULT] section of all jails, such as "bantime.increment = true".
	Defaults []string
	// Files are further files of the configuration, by path relative to its directory; they replace those of the same name.
	Files map[string]string
	// Env are further environment variables of the server, such as TZ=Europe/Berlin.
	Env []string
}

// Jail is one jail of the configuration.
type Jail struct {
	// Name is the name of the jail.
	Name string
	// Filter finds the failures; zero means none and no log: such a jail only has bans by order.
	Filter Filter
	// LogPath is the file that is read, absolute or relative to the server's directory, see [ServerLog]; empty means
	// logs/NAME.log. It is made if it does not exist.
	LogPath string
	// Disabled keeps the jail in the configuration without running it.
	Disabled bool

	// Backend is how the log is read; empty means that of the [Options].
	Backend string
	// MaxRetry is the number of failures that leads to a ban; zero means 3.
	MaxRetry int
	// FindTime is how long a failure counts, in whole seconds; zero means ten minutes.
	FindTime time.Duration
	// BanTime is how long a ban lasts, in whole seconds, or [Permanent]; zero means ten minutes.
	BanTime time.Duration
	// Port is for actions that block by port; empty leaves it to the stock configuration, which has all.
	Port string
	// IgnoreIP are addresses and networks that this jail ignores, instead of [Options.IgnoreIP]; nil means those.
	IgnoreIP []string
	// Action is for this jail; zero means that of the [Options].
	Action Action
	// Lines are further lines of the jail's section.
	Lines []string
}

// ServerLog is the server's own log, for the LogPath of a jail that reads it.
const ServerLog = "fail2ban.log"

// DefaultJails are four jails, ssh, web, mail and app, one for each of the filters of this package.
func DefaultJails() []Jail {
	return []Jail{
		{Name: "ssh", Filter: SSH()},
		{Name: "web", Filter: Web()},
		{Name: "mail", Filter: Mail()},
		{Name: "app", Filter: App()},
	}
}

const (
	defaultMaxRetry = 3
	defaultTime     = 10 * time.Minute
	defaultPurgeAge = 24 * time.Hour
)

func (o Options) withDefaults() Options {
	if o.Jails == nil {
		o.Jails = DefaultJails()
	}
	o.Action = o.Action.or(FileAction())
	o.Backend = or(o.Backend, "polling")
	o.LogLevel = or(o.LogLevel, "INFO")
	o.PurgeAge = or(o.PurgeAge, defaultPurgeAge)
	jails := make([]Jail, len(o.Jails))
	for i, jail := range o.Jails {
		jails[i] = jail.withDefaults(o)
	}
	o.Jails = jails
	return o
}

func (j Jail) withDefaults(o Options) Jail {
	j.MaxRetry = or(j.MaxRetry, defaultMaxRetry)
	j.FindTime = or(j.FindTime, defaultTime)
	j.BanTime = or(j.BanTime, defaultTime)
	j.Backend = or(j.Backend, o.Backend)
	j.Action = j.Action.or(o.Action)
	if j.IgnoreIP == nil {
		j.IgnoreIP = o.IgnoreIP
	}
	return j
}

func or[T comparable](value, instead T) T {
	var zero T
	if value == zero {
		return instead
	}
	return value
}

var (
	// jailName keeps names out of which neither fail2ban's configuration nor a path makes something else.
	jailName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)
	// plainPath has no character that means something in fail2ban's configuration or in the shell of its actions.
	plainPath = regexp.MustCompile(`^[A-Za-z0-9/._+@:-]+$`)
)

// check finds what would make a broken configuration, or would touch the machine's own firewall.
func (o Options) check() error {
	if o.Action.Name == NftablesAction().Name && !o.NetNS {
		return errors.New("the nftables action needs a network namespace of its own: set NetNS")
	}
	seen := map[string]bool{}
	for _, jail := range o.Jails {
		switch {
		case !jailName.MatchString(jail.Name):
			return fmt.Errorf("jail name %q: only letters, digits, dot, dash and underscore", jail.Name)
		case seen[jail.Name]:
			return fmt.Errorf("two jails with the name %q", jail.Name)
		case jail.LogPath != "" && !plainPath.MatchString(jail.LogPath):
			return fmt.Errorf("log path %q of jail %s: it has characters that mean something else to fail2ban", jail.LogPath, jail.Name)
		}
		seen[jail.Name] = true
	}
	return nil
}
