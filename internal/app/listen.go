package app

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"syscall"

	"bangui/internal/fault"
	"bangui/internal/settings"
)

// listen opens the socket, and says what is in the way.
func listen(ctx context.Context, where settings.Listen, mend listenMend) (net.Listener, error) {
	if where.Network == "unix" {
		removeStaleSocket(ctx, where.Address)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, where.Network, where.Address)
	if err != nil {
		return nil, listenFault(where, err, mend)
	}
	if where.Network == "unix" {
		if err := os.Chmod(where.Address, 0o660); err != nil {
			return nil, errors.Join(err, listener.Close())
		}
	}
	return listener, nil
}

// removeStaleSocket removes a socket that a killed process left behind: nobody answers on it. Connecting to a plain file is
// refused in the same way, and that stays.
func removeStaleSocket(ctx context.Context, path string) {
	if !isSocket(path) {
		return
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", path)
	if err == nil {
		_ = conn.Close() // somebody answers: listening will fail and say so
		return
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		_ = os.Remove(path) // listening will fail and say so
	}
}

func isSocket(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().Type() == fs.ModeSocket
}

// listenMend is what to do when a socket cannot be opened.
type listenMend struct {
	// setting is the variable that names it, flag the flag; unix and tcp are examples.
	setting, flag, unix, tcp string
}

func serverMend() listenMend {
	return listenMend{setting: "BANGUI_LISTEN", flag: "--listen", unix: "unix:/run/bangui/bangui.sock", tcp: "127.0.0.1:8081"}
}

func metricsMend() listenMend {
	return listenMend{setting: "BANGUI_METRICS_LISTEN", flag: "--metrics-listen", unix: "unix:/run/bangui/metrics.sock", tcp: "127.0.0.1:9192"}
}

func listenFault(where settings.Listen, err error, mend listenMend) error {
	if where.Network == "unix" {
		return unixFault(where, err).WithMend("choose another path with %s or %s, such as %s", mend.flag, mend.setting, mend.unix)
	}
	return tcpFault(where, err).WithMend("choose another address with %s or %s, such as %s", mend.flag, mend.setting, mend.tcp)
}

func unixFault(where settings.Listen, err error) *fault.Fault {
	switch {
	case errors.Is(err, syscall.EADDRINUSE) && !isSocket(where.Address):
		return fault.Refused.Wrapf(err, "%s is there already and is no socket", where.Address)
	case errors.Is(err, syscall.EADDRINUSE):
		return fault.Refused.Wrapf(err, "another program listens on %s already", where)
	case errors.Is(err, fs.ErrPermission):
		return fault.Refused.Wrapf(err, "this user may not listen on %s", where)
	case errors.Is(err, fs.ErrNotExist):
		return fault.Refused.Wrapf(err, "the directory of %s does not exist", where)
	case errors.Is(err, syscall.EINVAL):
		return fault.Refused.Wrapf(err, "the path of %s is longer than a socket's can be", where) // unix(7): 107 bytes
	}
	return fault.Refused.Wrapf(err, "cannot listen on %s", where)
}

func tcpFault(where settings.Listen, err error) *fault.Fault {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		_, port, _ := net.SplitHostPort(where.Address)
		return fault.Refused.Wrapf(err, "port %s is in use: another program listens on %s already", port, where)
	case errors.Is(err, fs.ErrPermission):
		return fault.Refused.Wrapf(err, "this user may not listen on %s", where)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fault.Refused.Wrapf(err, "this machine does not have the address of %s", where)
	}
	return fault.Refused.Wrapf(err, "cannot listen on %s", where)
}
