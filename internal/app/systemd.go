package app

import (
	"context"
	"net/http"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// tellSystemd tells the service manager how we are, if there is one that wants to know. Source: sd_notify(3).
func (a *app) tellSystemd(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		a.log.Warn("the service manager was not told", "state", state, "err", err)
	}
}

// watchdog returns what ticks twice as often as the service manager wants to hear from us, and what ends it; it never ticks if there
// is nobody who wants to.
func (a *app) watchdog() (tick <-chan time.Time, stop func()) {
	within, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		a.log.Warn("the service manager's watchdog is not served", "err", err)
	}
	if err != nil || within == 0 {
		return nil, func() {}
	}
	ticker := time.NewTicker(within / 2)
	return ticker.C, ticker.Stop
}

// feedWatchdog tells the service manager that we are well, and does not if we are not: it then starts us anew. That is for a process
// that is stuck, so what is asked here is answered from memory: a database or a fail2ban that is away is nothing that a new start
// would mend.
func (a *app) feedWatchdog() {
	_ = a.bus.Published() // waits for ever if the bus is stuck
	if status := a.probe(); status != http.StatusOK {
		a.log.Error("the server does not answer itself as it should; the watchdog is not fed", "status", status)
		return
	}
	a.tellSystemd(daemon.SdNotifyWatchdog)
}

// probe asks our own server, without the network, whether it is alive, and returns the status.
func (a *app) probe() int {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "/healthz", nil)
	if err != nil {
		return 0
	}
	answer := &probeAnswer{header: http.Header{}}
	a.handlerInUse.ServeHTTP(answer, r)
	return answer.status
}

// probeAnswer keeps the status of an answer.
type probeAnswer struct {
	header http.Header
	status int
}

// Header implements [http.ResponseWriter].
func (p *probeAnswer) Header() http.Header { return p.header }

// Write implements [http.ResponseWriter].
func (p *probeAnswer) Write(text []byte) (int, error) {
	p.WriteHeader(http.StatusOK)
	return len(text), nil
}

// WriteHeader implements [http.ResponseWriter].
func (p *probeAnswer) WriteHeader(status int) {
	if p.status == 0 {
		p.status = status
	}
}
