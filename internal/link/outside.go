package link

import (
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"bangui/internal/fault"
)

// connectOutside connects to a cluster that the operator runs, now or as soon as it is there. The URLs may hold a password: neither they
// nor errors about them are shown.
func connectOutside(urls string, options ...nats.Option) (*nats.Conn, error) {
	for _, one := range strings.Split(urls, ",") {
		if !natsURL(strings.TrimSpace(one)) {
			return nil, fault.Invalid.Errorf("the address of the NATS cluster cannot be used").
				WithMend("Give BANGUI_NATS_URL as nats://user:password@host:4222 or tls://…, several of them separated by commas.")
		}
	}
	options = append(options, nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1), nats.ReconnectWait(time.Second),
		nats.PingInterval(2*time.Second), nats.MaxPingsOutstanding(2))
	conn, err := nats.Connect(urls, options...)
	if err != nil {
		return nil, fault.Unavailable.Errorf("the NATS cluster cannot be used").
			WithMend("Check the address, user and password in BANGUI_NATS_URL.")
	}
	return conn, nil
}

func natsURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return false
	}
	switch u.Scheme {
	case "nats", "tls", "ws", "wss":
		return true
	default:
		return false
	}
}
