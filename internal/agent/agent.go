// Package agent wires the part that looks after the fail2ban of this machine: the only one that needs privilege.
//
// Start with [OpenLocal]; [Detect] tells whether there is something to look after.
package agent

import (
	"context"
	"io"
	"log/slog"
	"time"

	"bangui/internal/host"
	"bangui/internal/localhost"
)

// LocalOptions say where the fail2ban of this machine is. Empty fields mean where distributions put it.
type LocalOptions struct {
	// Socket is fail2ban's socket, ConfigDir the directory of its configuration.
	Socket, ConfigDir string
	// StateFile keeps what fail2ban cannot tell, such as which jails are idle, over restarts; empty means that it is forgotten.
	StateFile string
	// Changes is a directory for what is written down about changes of the configuration; empty means that it cannot be changed.
	Changes string
	// Enforce is a directory for lists that the kernel blocks, and for what is in force; empty means that it blocks none.
	Enforce string
	// StandBy means that another process may look after this machine: until this one is told to take over it mends nothing in the kernel.
	StandBy bool
	// Client and Server are fail2ban's programs; empty means those in the search path.
	Client, Server string
	// Regex is the program that tries filters; empty means fail2ban-regex in the search path.
	Regex string
	// Location is the zone in which fail2ban writes local times; nil means this machine's.
	Location *time.Location
	// Logger gets what happens; nil means nothing.
	Logger *slog.Logger
}

// Enforcer is what this machine blocks in its kernel, for commands on the machine itself.
type Enforcer interface {
	host.Enforcer
	io.Closer
	// LoadKept makes the kernel block what was in force last, and takes back what SwitchOff said; LoadAtBoot does nothing after that. there is false if
	// there is nothing to load.
	LoadKept(ctx context.Context) (there bool, err error)
	LoadAtBoot(ctx context.Context) (there bool, err error)
	// Unload empties the kernel and keeps all else. SwitchOff does so for good: nobody but LoadKept can have it block again.
	Unload(ctx context.Context) error
	SwitchOff(ctx context.Context) error
}

// OpenEnforcer returns it, with what is kept in a directory. It needs neither fail2ban nor a database.
func OpenEnforcer(dir string, logger *slog.Logger) Enforcer {
	return localhost.OpenEnforcer(localhost.EnforcerOptions{Dir: dir, Logger: logger})
}

// OpenLocal returns this machine as a host, and what closes it. fail2ban need not run, nor be installed: that is a status. It fails if
// the state file is there and cannot be read.
func OpenLocal(opts LocalOptions) (host.Host, io.Closer, error) {
	h, err := localhost.New(localhost.Options{
		Socket: opts.Socket, ConfigDir: opts.ConfigDir, StateFile: opts.StateFile, Changes: opts.Changes, Client: opts.Client, Server: opts.Server,
		Regex:    opts.Regex,
		Location: opts.Location, Logger: opts.Logger, Enforce: localhost.EnforcerOptions{Dir: opts.Enforce, StandBy: opts.StandBy},
	})
	if err != nil {
		return nil, nil, err
	}
	return h, h, nil
}
