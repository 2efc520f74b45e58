package link

import (
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"bangui/internal/fault"
)

const (
	// startWithin is how long the server inside us may take to start.
	startWithin = 10 * time.Second
	// maxMessage is the largest message; pieces of answers are smaller, see part.
	maxMessage = 1 << 20
	// maxPending is how much may wait for one connection before it is closed as too slow.
	maxPending = 64 << 20
)

// inside is a NATS server within this process, for routes of other replicas.
type inside struct {
	server *server.Server
	log    *slog.Logger
	// user is how routes sign in, password how we do as a client.
	user     *url.Userinfo
	password string

	mu sync.Mutex
	// options are those that the server uses now.
	options *server.Options
	joined  []string
}

// openInside starts the server and waits until it listens.
func openInside(opts Options) (*inside, error) {
	host, port, err := listenAddress(opts.Listen)
	if err != nil {
		return nil, err
	}
	config, err := routeTLS(opts.Secret)
	if err != nil {
		return nil, err
	}
	password, err := routePassword(opts.Secret)
	if err != nil {
		return nil, err
	}
	in := &inside{log: opts.Log, user: url.UserPassword(routeUser, password), password: randomID()}
	in.options = &server.Options{
		// nats-server starts no routes without a port for clients, so there is one, on this machine alone and with a token that
		// nobody is told. We connect within the process. A token, and no user: those are thrown out whenever routes change.
		Host: "127.0.0.1", Port: server.RANDOM_PORT, Authorization: in.password,
		ServerName: token(opts.Replica), NoSigs: true, NoSystemAccount: true,
		MaxPayload: maxMessage, MaxPending: maxPending, MaxConn: 4, MaxTracedMsgLen: 64, WriteDeadline: 5 * time.Second,
		Cluster: server.ClusterOpts{
			Name: "bangui-" + token(opts.Installation), Host: host, Port: port,
			Username: routeUser, Password: password, AuthTimeout: 5,
			TLSConfig: config, TLSTimeout: 5,
			// One connection for each pair keeps the order of messages and the memory small.
			PoolSize: -1, NoAdvertise: true, PingInterval: 2 * time.Second, MaxPingsOut: 2, WriteDeadline: 5 * time.Second,
		},
	}
	return in, in.start(opts.Listen)
}

func (in *inside) start(listen string) error {
	s, err := server.NewServer(in.options)
	if err != nil {
		return fault.Unavailable.Wrapf(err, "the link between replicas cannot be started")
	}
	in.server = s
	s.SetLoggerV2(natsLog{in.log}, false, false, false)
	go s.Start()
	if !s.ReadyForConnections(startWithin) {
		in.close()
		return unavailable(nil, listen)
	}
	return nil
}

// listenAddress checks that we can listen there before the server tries, which would not tell us why it cannot.
func listenAddress(listen string) (host string, port int, err error) {
	host, text, err := net.SplitHostPort(listen)
	if err != nil {
		return "", 0, fault.Invalid.Wrapf(err, "%q is no address to listen on for other replicas", listen).
			WithMend("Give host:port, such as 10.0.0.5:7447. Port 0 takes any free one.")
	}
	port, err = strconv.Atoi(text)
	if err != nil || port < 0 || port > 65535 {
		return "", 0, fault.Invalid.Errorf("%q is no port to listen on for other replicas", text).WithMend("Give a number from 0 to 65535; 0 takes any free one.")
	}
	listener, err := net.Listen("tcp", listen) //nolint:noctx // closed at once
	if err != nil {
		return "", 0, unavailable(err, listen)
	}
	_ = listener.Close() // nothing was written
	if port == 0 {
		port = server.RANDOM_PORT
	}
	if host == "" {
		host = "0.0.0.0"
	}
	return host, port, nil
}

func unavailable(cause error, listen string) error {
	return fault.Unavailable.Wrapf(cause, "cannot listen on %s for other replicas", listen).
		WithMend("Choose an address of this machine and a free port with --replica-listen or BANGUI_REPLICA_LISTEN; port 0 takes any free one.")
}

// connect returns a connection within this process.
func (in *inside) connect(options ...nats.Option) (*nats.Conn, error) {
	options = append(options, nats.InProcessServer(in.server), nats.Token(in.password), nats.MaxReconnects(-1),
		nats.ReconnectWait(20*time.Millisecond), nats.ReconnectJitter(0, 0))
	conn, err := nats.Connect("", options...)
	if err != nil {
		return nil, fault.Unavailable.Wrapf(err, "the link between replicas cannot be used")
	}
	return conn, nil
}

// address is where others join.
func (in *inside) address() string {
	addr := in.server.ClusterAddr()
	if addr == nil {
		return ""
	}
	ip := addr.IP
	if ip.IsUnspecified() {
		ip = ownAddress()
	}
	return net.JoinHostPort(ip.String(), strconv.Itoa(addr.Port))
}

// ownAddress is an address of this machine that others can reach, as far as one can tell: the first one that is not of the machine
// itself, IPv4 first.
func ownAddress() net.IP {
	found := net.IPv4(127, 0, 0, 1)
	all, err := net.InterfaceAddrs()
	if err != nil {
		return found
	}
	for _, a := range all {
		network, ok := a.(*net.IPNet)
		if !ok || !network.IP.IsGlobalUnicast() {
			continue
		}
		if network.IP.To4() != nil {
			return network.IP
		}
		if found.IsLoopback() {
			found = network.IP
		}
	}
	return found
}

// join makes these addresses the ones that we try to reach, for ever.
func (in *inside) join(addresses []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	own := in.address()
	wanted := slices.DeleteFunc(slices.Clone(addresses), func(a string) bool { return a == "" || a == own })
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	if slices.Equal(wanted, in.joined) {
		return
	}
	options := in.options.Clone()
	options.Routes, options.Cluster.TLSConfig = nil, in.options.Cluster.TLSConfig // the same one: nothing else is changed by the reload
	for _, a := range wanted {
		options.Routes = append(options.Routes, &url.URL{Scheme: "nats", Host: a, User: in.user})
	}
	if err := in.server.ReloadOptions(options); err != nil {
		in.log.Warn("addresses of other replicas not taken over", "err", err)
		return
	}
	in.options, in.joined = options, wanted
}

func (in *inside) close() {
	in.server.Shutdown()
	in.server.WaitForShutdown()
}
