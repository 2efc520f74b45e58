package localhost

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// unit is fail2ban's service in every distribution that has systemd.
const unit = "fail2ban.service"

// How long systemd may take to answer, and to stop and start fail2ban: with many bans both take long.
const (
	systemdTime = 5 * time.Second
	restartTime = 10 * time.Minute
)

// service tells whether systemd looks after the fail2ban that answers at our socket, and whether it listens to us.
func (h *Host) service(ctx context.Context) host.Service {
	obstacle := func(message, mend string) *host.Obstacle {
		return &host.Obstacle{Message: message, Mend: mend}
	}
	byHand := "Restart it on the machine itself: " + h.serviceCommand("restart") + "."
	said, err := h.systemctl(ctx, systemdTime, "show", "--property=LoadState,ActiveState,MainPID", unit)
	switch {
	case err != nil && !isDir("/run/systemd/system"):
		return host.Service{Obstacle: obstacle("no service manager can be seen from here; only systemd is known, and not from within a container: "+err.Error(), byHand)}
	case err != nil:
		return host.Service{Obstacle: obstacle("systemd does not answer: "+err.Error(), h.letSystemdBeSeen(byHand))}
	}
	state := properties(said)
	if state["LoadState"] != "loaded" {
		return host.Service{Obstacle: obstacle("systemd has no "+unit, byHand)}
	}
	pid, err := ownerOf(ctx, h.opts.Socket)
	if err != nil || pid == 0 || state["MainPID"] != strconv.Itoa(pid) {
		return host.Service{Unit: unit, Obstacle: obstacle("the fail2ban at "+h.opts.Socket+" is not the one of "+unit, byHand)}
	}
	if os.Geteuid() == 0 {
		return host.Service{Unit: unit}
	}
	// Forgetting failures of a service that runs changes nothing, and needs the same permission as a restart (org.freedesktop.systemd1.manage-units).
	if _, err := h.systemctl(ctx, systemdTime, "reset-failed", unit); err != nil {
		return host.Service{Unit: unit, Obstacle: obstacle("bangui may not restart "+unit+": "+err.Error(), h.letSystemdListen(byHand))}
	}
	return host.Service{Unit: unit}
}

// letSystemdBeSeen says what lets us ask systemd. The unit that comes with us hides the way to it.
func (h *Host) letSystemdBeSeen(byHand string) string {
	return byHand + " To do it here, let bangui reach the system's D-Bus: `systemctl edit bangui`, with [Service] and InaccessiblePaths= (empty, and again below it without " +
		"/run/dbus/system_bus_socket); and permit it by polkit, see the guide."
}

func (h *Host) letSystemdListen(byHand string) string {
	return byHand + " To do it here, permit it by polkit: a rule for org.freedesktop.systemd1.manage-units, " + unit + " and the user of bangui, see the guide."
}

// systemctl runs it without a terminal and without questions, and returns what it prints. The error has its words.
func (h *Host) systemctl(ctx context.Context, within time.Duration, args ...string) ([]byte, error) {
	path, err := exec.LookPath(cmp.Or(h.opts.Systemctl, "systemctl"))
	if err != nil {
		return nil, errors.New("systemctl is not installed beside bangui")
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, append([]string{"--no-ask-password", "--no-pager", "--quiet"}, args...)...)
	said, complaints := &limitedBuffer{most: 64 << 10}, &limitedBuffer{most: 4 << 10}
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = said, complaints, time.Second
	cmd.Env = append(os.Environ(), "LC_ALL=C", "SYSTEMD_COLORS=0")
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		first, _, _ := strings.Cut(complaints.String(), "\n")
		return nil, errors.New(cmp.Or(words(first), err.Error()))
	}
	return said.Bytes(), nil
}

// properties are what systemctl show prints: a name and a value a line.
func properties(said []byte) map[string]string {
	all := make(map[string]string)
	lines := bufio.NewScanner(bytes.NewReader(said))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), "=")
		all[name] = value
	}
	return all
}

// ownerOf is the process that listens at a socket. Source: unix(7), SO_PEERCRED.
func ownerOf(ctx context.Context, socket string) (pid int, err error) {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", socket)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }() // nothing was said
	end, ok := conn.(*net.UnixConn)
	if !ok {
		return 0, errors.New("no unix socket")
	}
	raw, err := end.SyscallConn()
	if err != nil {
		return 0, err
	}
	var owner *unix.Ucred
	var asked error
	if err := raw.Control(func(fd uintptr) { owner, asked = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED) }); err != nil {
		return 0, err
	}
	if asked != nil {
		return 0, asked
	}
	return int(owner.Pid), nil
}

// RestartServer implements [host.Host]. What was ordered goes on when nobody waits any more.
func (h *Host) RestartServer(ctx context.Context, order host.Restart) error {
	ctx, cancel := limited(ctx, restartTime)
	defer cancel()
	release, err := h.exclusively(ctx)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	h.background(func(life context.Context) {
		defer release()
		done <- h.restartServer(life, order)
	})
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fault.Unreachable.Wrapf(ctx.Err(), "the restart was ordered, and fail2ban does not answer again yet").
			WithMend("With many bans a stop and a start take minutes: look at the host again. If it does not come back: `journalctl -u fail2ban -n 50`.")
	}
}

func (h *Host) restartServer(ctx context.Context, order host.Restart) error {
	now, err := h.Server(ctx)
	if err != nil {
		return err
	}
	if o := now.Service.Obstacle; o != nil {
		return fault.Unsupported.Errorf("fail2ban cannot be restarted from here: %s", o.Message).WithMend("%s", o.Mend)
	}
	if now.Database == "" && now.Bans > 0 && !order.AcceptLoss {
		return fault.Conflict.Errorf("%s would be lost: fail2ban has no database to restore them from", plural(now.Bans, "ban")).
			WithMend("Agree to that, or set dbfile first.")
	}
	reading, err := h.readConfiguration(now.Version, nil)
	if err != nil {
		return err
	}
	if reading.rejected != nil {
		return fault.Refused.Errorf("fail2ban would not start with its configuration as it is: %s", reading.rejected.Error()).
			WithMend("It was left running. Correct the configuration first.")
	}
	before := serverID(h.opts.Socket)
	if _, err := h.systemctl(ctx, restartTime, "restart", unit); err != nil {
		return fault.Refused.Wrapf(err, "systemd did not restart fail2ban: %s", err.Error()).WithMend("What went wrong: `journalctl -u fail2ban -n 50`.")
	}
	h.config.forget()
	return h.awaitServer(ctx, before)
}

// awaitServer waits until another fail2ban than before answers.
func (h *Host) awaitServer(ctx context.Context, before string) error {
	const patience, again = time.Minute, 100 * time.Millisecond
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if serverID(h.opts.Socket) != before {
			if _, err := h.quick.Version(ctx); err == nil {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fault.Unreachable.Errorf("systemd restarted fail2ban, and it does not answer").WithMend("What went wrong: `journalctl -u fail2ban -n 50`.")
		case <-time.After(again):
		}
	}
}
