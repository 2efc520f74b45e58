package link

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"bangui/internal/event"
	"bangui/internal/fault"
)

// minSecret is the shortest secret, in bytes.
const minSecret = 32

// Options is what a node needs.
type Options struct {
	// Replica is our own ID. Installation is the ID of all of us together: several installations may share a NATS cluster.
	Replica, Installation string
	// Secret is what all replicas share, 32 bytes or more: who has it is one of us.
	Secret []byte
	// Listen is where the server inside us waits for other replicas, host:port; port 0 is any. It does not count with NATSURL.
	Listen string
	// NATSURL is a cluster that the operator runs, to be used instead; may hold a password.
	NATSURL string
	// Now is the clock that all replicas share.
	Now func() time.Time
	Bus *event.Bus
	Log *slog.Logger
}

// Node is our end of the link. Make one with [Open]. All methods may be called at the same time.
type Node struct {
	replica, token, start string
	subjects              subjects
	sealer                *sealer
	now                   func() time.Time
	bus                   *event.Bus
	log                   *slog.Logger
	decoders              map[string]func([]byte) (any, error)
	server                *inside // nil with an outside cluster
	conn                  *nats.Conn
	closed                chan struct{}
	peers                 peers
	asked, served         mailboxes
	once                  sync.Once
}

// Open starts the link. It does not wait for others, nor for an outside cluster. Fails with fault.Invalid for an address that makes no
// sense and with fault.Unavailable if we cannot listen.
func Open(ctx context.Context, opts Options) (*Node, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(opts.Secret) < minSecret {
		return nil, errors.New("link: the secret is too short")
	}
	sealer, err := newSealer(opts.Secret, opts.Now)
	if err != nil {
		return nil, err
	}
	n := &Node{
		replica: opts.Replica, token: token(opts.Replica), start: randomID(), subjects: newSubjects(opts.Installation), sealer: sealer,
		now: opts.Now, bus: opts.Bus, log: opts.Log, decoders: decoders(), closed: make(chan struct{}),
	}
	if err := n.connect(opts); err != nil {
		_ = n.Close() // the other error says more
		return nil, err
	}
	return n, nil
}

// connect opens the connection and takes part in calls.
func (n *Node) connect(opts Options) error {
	// Nothing is kept while there is no connection: what is late by then is better not said.
	options := []nats.Option{
		nats.Name("bangui"), nats.ReconnectBufSize(-1), nats.ClosedHandler(func(*nats.Conn) { close(n.closed) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { n.log.Debug("link", "err", err) }),
	}
	var err error
	if opts.NATSURL != "" {
		n.conn, err = connectOutside(opts.NATSURL, options...)
	} else if n.server, err = openInside(opts); err == nil {
		n.conn, err = n.server.connect(options...)
	}
	if err != nil {
		return err
	}
	for end, boxes := range map[string]*mailboxes{asker: &n.asked, holder: &n.served} {
		sub, err := n.conn.Subscribe(n.subjects.calls(n.token, end), func(m *nats.Msg) { n.sort(m, boxes) })
		if err != nil {
			return fault.Unavailable.Wrapf(err, "the link between replicas cannot be used")
		}
		if err := sub.SetPendingLimits(-1, maxAnswer); err != nil {
			return fault.Unavailable.Wrapf(err, "the link between replicas cannot be used")
		}
	}
	return nil
}

// Address is where other replicas join us, host:port; empty with an outside cluster.
func (n *Node) Address() string {
	if n.server == nil {
		return ""
	}
	return n.server.address()
}

// Join says where the other replicas that are alive can be joined. It may be called as often as you like, with all of them each time.
func (n *Node) Join(addresses []string) {
	if n.server != nil {
		n.server.join(addresses)
	}
}

// Close ends the link and waits until nothing of it runs any more. Closing twice is no error.
func (n *Node) Close() error {
	n.once.Do(func() {
		if n.conn != nil {
			n.conn.Close()
			<-n.closed
		}
		if n.server != nil && n.server.server != nil {
			n.server.close()
		}
	})
	return nil
}

// publish seals and sends one message.
func (n *Node) publish(subject string, k kind, payload []byte) error {
	return n.conn.Publish(subject, n.sealer.seal(subject, k, payload))
}

// open opens one message; one that is not ours is dropped.
func (n *Node) open(m *nats.Msg) (kind, []byte, bool) {
	k, payload, err := n.sealer.open(m.Subject, m.Data)
	if err != nil {
		n.log.Debug("message refused", "subject", m.Subject, "err", err)
		return 0, nil, false
	}
	return k, payload, true
}

// randomID is an ID that nobody else makes or guesses.
func randomID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails, by its documentation
	return hex.EncodeToString(id)
}
