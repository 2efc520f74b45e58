package localhost

import (
	"cmp"
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"bangui/fail2ban"
	"bangui/internal/box"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Options say where fail2ban is. The zero value is fail2ban as Linux distributions install it.
type Options struct {
	// Socket is fail2ban's; empty means [fail2ban.DefaultSocket].
	Socket string
	// ConfigDir is the directory of fail2ban's configuration; empty means [DefaultConfigDir].
	ConfigDir string
	// StateFile keeps what fail2ban cannot tell, such as which jails are idle, over our own restarts; empty means that it is
	// forgotten. Its directory must exist.
	StateFile string
	// Changes is a directory for what is written down about changes of the configuration, so that one that is interrupted is brought to its end at
	// the next start; it is made if it is not there. Empty means that the configuration cannot be changed.
	Changes string
	// Enforce says where lists that the kernel blocks are kept. Its zero value means that none are blocked.
	Enforce EnforcerOptions
	// Settle is how long is looked, after a change, whether fail2ban goes on well; zero means 5 s.
	Settle time.Duration
	// Confirm is how long bans are waited for, beside what each address takes; zero means 3 s.
	Confirm time.Duration
	// Client and Server are fail2ban's programs, which turn its configuration into commands and try them; empty means
	// fail2ban-client and fail2ban-server in the search path.
	Client, Server string
	// Regex is the program that tries filters, Journal the one that reads the journal; empty means fail2ban-regex and journalctl.
	Regex, Journal string
	// Systemctl is the program that speaks to the service manager; empty means systemctl.
	Systemctl string
	// Location is the zone in which fail2ban writes local times; nil means this machine's.
	Location *time.Location
	// Logger gets what happens beside the answers; nil means nothing.
	Logger *slog.Logger

	// reached is called at each point of a change where a test may want to end the process.
	reached func(point string)
}

// DefaultConfigDir is where distributions put fail2ban's configuration.
const DefaultConfigDir = "/etc/fail2ban"

// Host is the machine we run on. All methods may be called at the same time.
type Host struct {
	opts Options
	log  *slog.Logger
	// quick is for all that answers at once, slow for what runs actions: fail2ban answers one command at a time on each
	// connection, and a long one must not stand in front of a question.
	quick, slow *fail2ban.Client
	memory      *memory
	config      *configuration
	studies     studies
	stops       stops
	zone        zone
	clientTold  toldVersion
	// reload is held while a jail is loaded or the configuration changed: one at a time.
	reload chan struct{}
	// looking is held while a jail is looked at before it is activated, which starts servers of fail2ban: everybody who may read may ask.
	looking chan struct{}
	reviser *reviser
	// enforcer blocks lists in the kernel.
	enforcer *Enforcer
	// box is where filters are tried.
	box *box.Box
	// life ends with Close.
	life   context.Context
	die    context.CancelFunc
	tasks  sync.WaitGroup
	closed sync.Once
}

var _ host.Host = (*Host)(nil)

// New returns the host. It needs no running fail2ban and starts none. It fails if the state file is there and cannot be read.
// Close it when done.
func New(opts Options) (*Host, error) {
	opts.Socket = cmp.Or(opts.Socket, fail2ban.DefaultSocket)
	opts.ConfigDir = filepath.Clean(cmp.Or(opts.ConfigDir, DefaultConfigDir))
	opts.Client = cmp.Or(opts.Client, "fail2ban-client")
	opts.Server = cmp.Or(opts.Server, "fail2ban-server")
	opts.Regex = cmp.Or(opts.Regex, "fail2ban-regex")
	opts.Journal = cmp.Or(opts.Journal, "journalctl")
	opts.Confirm = cmp.Or(opts.Confirm, confirmWithin)
	opts.Location = cmp.Or(opts.Location, time.Local)
	opts.Logger = cmp.Or(opts.Logger, slog.New(slog.DiscardHandler))
	memory, err := openMemory(opts.StateFile, opts.Logger)
	if err != nil {
		return nil, err
	}
	life, die := context.WithCancel(context.Background())
	const grace = 300 * time.Millisecond
	h := &Host{
		opts: opts, log: opts.Logger, memory: memory,
		quick:   fail2ban.NewClient(opts.Socket, fail2ban.WithRestartGrace(grace)),
		slow:    fail2ban.NewClient(opts.Socket, fail2ban.WithRestartGrace(grace)),
		reload:  make(chan struct{}, 1),
		looking: make(chan struct{}, 1),
		studies: studies{room: make(chan struct{}, 1)},
		box:     box.New(triedAtOnce),
		life:    life, die: die,
	}
	h.config = &configuration{}
	opts.Enforce.Logger = opts.Logger
	h.enforcer = OpenEnforcer(opts.Enforce)
	h.background(h.enforcer.keepUp)
	h.startReviser()
	return h, nil
}

// Close ends what runs in the background and closes the connections. Calls of [Host.Watch] must have ended before. Closing twice is
// no error.
func (h *Host) Close() error {
	h.closed.Do(func() {
		h.die()
		h.tasks.Wait()
		_ = h.quick.Close() // they have no errors of their own
		_ = h.slow.Close()
		_ = h.enforcer.Close()
	})
	return nil
}

func (h *Host) reached(point string) {
	if h.opts.reached != nil {
		h.opts.reached(point)
	}
}

// background runs do until it returns; its context ends with Close.
func (h *Host) background(do func(ctx context.Context)) {
	h.tasks.Go(func() { do(h.life) })
}

// limited gives a context without a deadline one.
func limited(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, limit)
}

// known fails with fault.NotFound for a name that no jail can have.
func known(jail string) error {
	if fail2ban.CheckJailName(jail) != nil {
		return fault.NotFound.Errorf("no jail %q", jail)
	}
	return nil
}
