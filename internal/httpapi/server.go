package httpapi

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/configuration"
	"bangui/internal/event"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/ipinfo"
	"bangui/internal/jail"
	"bangui/internal/metrics"
	"bangui/internal/protect"
	"bangui/internal/rehearsal"
	"bangui/internal/replica"
	"bangui/internal/revision"
	"bangui/internal/schedule"
	"bangui/internal/settings"
)

// Prefix is where the API begins, below the base path.
const Prefix = "/api/v1"

// Deps is what the API needs. Everything without a remark must be set.
type Deps struct {
	Logger *slog.Logger
	// Version is BanGUI's own.
	Version string
	// Replica names this process to browsers; may be empty.
	Replica  string
	Accounts *account.Accounts
	Audit    audit.Store
	Fleet    *fleet.Fleet
	Bans     *ban.Bans
	Jails    *jail.Jails
	// Configurations tells what fail2ban's files say.
	Configurations *configuration.Configurations
	// Revisions are changes of those files.
	Revisions *revision.Revisions
	// Allowances are the allow-list.
	Allowances *allow.Allowances
	// Blocklists are lists of networks that are to be blocked.
	Blocklists *blocklist.Blocklists
	// Protected is what must never be blocked.
	Protected *protect.Set
	// Rehearsals tell whom jails would have banned.
	Rehearsals *rehearsal.Rehearsals
	Events     *event.Bus
	// Addresses tells the country and the network of an address.
	Addresses *ipinfo.Data
	Jobs      *schedule.Jobs
	Replicas  *replica.Registry
	// Database is sqlite or postgresql.
	Database string
	// TestConnection tries a fail2ban that is not in use yet, for the set-up page.
	TestConnection func(ctx context.Context, place Place) Connection
	// SetupDone is called once after set-up: the stored settings may name another fail2ban than before.
	SetupDone func(ctx context.Context)
	// Place is where the local fail2ban is looked for at present.
	Place func() Place
	// Checks are what /readyz reports.
	Checks func(ctx context.Context) []Check
	// Metrics counts requests, streams and sign-ins; nil counts nothing. MetricsToken is what Prometheus must show to read them; zero
	// tells them to nobody.
	Metrics      *metrics.Metrics
	MetricsToken settings.Secret
	// LookupName asks the name service for the names of an address; nil if the operator has not switched that on.
	LookupName func(ctx context.Context, addr netip.Addr) ([]string, error)
	// UI answers everything that is not the API.
	UI http.Handler
	// Stopping is closed when the server begins to stop: live streams end then.
	Stopping <-chan struct{}

	// BasePath is a path such as /fail2ban under which everything is served; empty means the root.
	BasePath string
	// PublicURL is what the browser sees; nil means that the request's own Host is trusted to be it.
	PublicURL *url.URL
	// TrustedProxies may tell the client's address and scheme in X-Forwarded-For and X-Forwarded-Proto; none by default.
	TrustedProxies []netip.Prefix
}

// Place is where a fail2ban is on this machine.
type Place struct {
	Socket    string
	ConfigDir string
}

// Connection is what trying a [Place] showed.
type Connection struct {
	Reachable bool
	Version   string
	// Jails is how many run.
	Jails int
	// Problem is nil if Reachable.
	Problem *host.Problem
	// ConfigDirOK tells whether the directory looks like fail2ban's, ConfigDirMessage why not.
	ConfigDirOK      bool
	ConfigDirMessage string
}

// Check is one line of /readyz.
type Check struct {
	Name string
	// OK makes the server ready if it is true for all checks.
	OK      bool
	Message string
}

// server holds what the handlers of all routes share.
type server struct {
	deps Deps
	log  *slog.Logger
	// document returns what [Document] does, made once and only if somebody asks.
	document func() ([]byte, error)
	// busName tells the events of this process from those of others.
	busName string
	// parts answers the reads of a batch: what each request goes through, without what the batch has gone through already.
	parts http.Handler
	// streams counts the open live streams.
	streams streamLimit
}

// New returns the handler of the whole server: the API, the health checks and the UI.
func New(deps Deps) http.Handler {
	s := &server{deps: deps, log: deps.Logger, document: sync.OnceValues(Document), busName: strings.ToLower(rand.Text()[:8])}
	apiMux := http.NewServeMux()
	s.register(newAPI(apiMux, deps.Version))

	root := http.NewServeMux()
	s.parts = s.logAccess(s.recoverPanics(s.problemsFrom(apiMux)))
	root.Handle("/api/", s.problemsFrom(apiMux))
	root.HandleFunc("GET /healthz", s.healthz)
	root.HandleFunc("GET /readyz", s.readyz)
	root.HandleFunc("GET "+metricsRoute, s.tellMetrics)
	root.Handle("/", deps.UI)
	return s.chain(root)
}
