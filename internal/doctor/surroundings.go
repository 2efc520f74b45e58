package doctor

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"time"

	"bangui/internal/app"
	"bangui/internal/httpapi"
	"bangui/internal/settings"
)

// hostWithin is how long fail2ban may take to answer.
const hostWithin = 10 * time.Second

func (e *examination) fail2ban(ctx context.Context) {
	const check = "fail2ban"
	s := e.Settings
	if s.LocalHost == settings.LocalOff || (s.LocalHost == settings.LocalAuto && s.PostgreSQL() && !e.HasHost(s.Fail2banSocket)) {
		e.add(check, OK, "that of this machine is not looked after (local_host is %s, %s)", s.LocalHost, s.Origin("local_host"))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, hostWithin)
	defer cancel()
	h, closer, err := e.TryHost(ctx, httpapi.Place{Socket: s.Fail2banSocket, ConfigDir: s.Fail2banConfigDir})
	if err != nil {
		e.complain(check, err)
		return
	}
	defer func() { _ = closer.Close() }() // it was only looked at
	status, err := h.Status(ctx)
	switch {
	case err != nil:
		e.complain(check, err)
	case status.Problem != nil:
		e.add(check, Problem, "%s", status.Problem.Message)
		e.mend("%s", status.Problem.Mend)
	default:
		e.add(check, OK, "version %s answers on %s, with %d jails", status.Version, s.Fail2banSocket, len(status.Jails))
	}
	e.configDir()
}

func (e *examination) configDir() {
	dir := e.Settings.Fail2banConfigDir
	for _, name := range []string{"jail.conf", "fail2ban.conf"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			e.add("fail2ban configuration", OK, "%s", dir)
			return
		}
	}
	e.add("fail2ban configuration", Warning, "%s has neither fail2ban.conf nor jail.conf", dir)
	e.mend("name fail2ban's directory with --fail2ban-config-dir or BANGUI_FAIL2BAN_CONFIG_DIR")
}

func (e *examination) listener(ctx context.Context) {
	const check = "listener"
	where := e.Settings.Listen
	answer, err := Ask(ctx, Address{Listen: where, BasePath: e.Settings.BasePath}, "/readyz")
	_, running, _ := app.Running(e.Settings.DataDir)
	switch {
	case err == nil && answer.Ready:
		e.add(check, OK, "BanGUI answers on %s and is ready", where)
	case err == nil:
		e.add(check, Problem, "BanGUI answers on %s and is not ready: %s", where, answer.Failing())
		e.mend("look at the server's log")
	case errors.Is(err, errNotBanGUI):
		e.add(check, Problem, "another program answers on %s", where)
		e.mend("end it, or choose another address with --listen or BANGUI_LISTEN")
	case running:
		e.add(check, Problem, "the server runs, but nobody answers on %s", where)
		e.mend("see that --listen, --base-path or the variables are the same as the server's; then look at its log")
	default:
		e.free(where)
	}
}

// free tells whether a server could listen there now.
func (e *examination) free(where settings.Listen) {
	if where.Network == "unix" {
		if _, err := os.Stat(filepath.Dir(where.Address)); err != nil {
			e.add("listener", Problem, "the directory of %s does not exist", where)
			e.mend("create it, or choose another path with --listen or BANGUI_LISTEN")
			return
		}
		e.add("listener", OK, "nobody answers on %s; it is free", where)
		return
	}
	l, err := net.Listen(where.Network, where.Address) //nolint:noctx // nothing is waited for
	if err != nil {
		e.add("listener", Problem, "%s cannot be listened on: %v", where, err)
		e.mend("choose another address with --listen or BANGUI_LISTEN")
		return
	}
	_ = l.Close() // it was only tried
	e.add("listener", OK, "nobody answers on %s; it is free", where)
}

func (e *examination) browsers() {
	s := e.Settings
	const check = "public URL"
	switch {
	case s.PublicURL == nil && !loopback(s.Listen) && s.Listen.Network != "unix":
		e.add(check, Warning, "browsers of other machines reach %s without TLS", s.Listen)
		e.mend("put a proxy with TLS in front, listen on 127.0.0.1 and tell --public-url and --trusted-proxies")
	case s.PublicURL == nil:
		e.add(check, OK, "none is set; browsers use %s", s.Listen)
	case s.PublicURL.Scheme == "http" && s.PublicURL.Hostname() != "localhost" && !loopbackHost(s.PublicURL.Hostname()):
		e.add(check, Warning, "%s has no TLS: passwords and cookies can be read on the way", s.PublicURL)
		e.mend("serve it over https")
	case s.PublicURL.Scheme == "https" && len(s.TrustedProxies) == 0 && s.Listen.Network != "unix":
		e.add(check, Warning, "%s needs a proxy, but none is trusted: every visitor seems to come from the proxy's address", s.PublicURL)
		e.mend("name the proxy's address with --trusted-proxies or BANGUI_TRUSTED_PROXIES, such as 127.0.0.1")
	default:
		e.add(check, OK, "%s", s.PublicURL)
	}
	for _, p := range s.TrustedProxies {
		if p.Bits() == 0 {
			e.add("trusted proxies", Problem, "%s trusts everybody: anyone can claim any address", p)
			e.mend("name only the addresses of your proxies")
		}
	}
}

func (e *examination) metrics() {
	s := e.Settings
	if s.MetricsListen.Network != "" && s.MetricsListen.Network != "unix" && !loopback(s.MetricsListen) {
		e.add("metrics", Warning, "/metrics is open to everybody who reaches %s", s.MetricsListen)
		e.mend("listen on an address that only Prometheus reaches, or use --metrics-token-file instead")
	}
}

func loopback(l settings.Listen) bool {
	host, _, err := net.SplitHostPort(l.Address)
	return err == nil && loopbackHost(host)
}

func loopbackHost(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
