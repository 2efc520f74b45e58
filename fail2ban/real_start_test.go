package fail2ban_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"bangui/fail2ban"
)

// realConfig is a private configuration: two jails without a filter, one with everything, actions that only write a file.
func realConfig(dir string) map[string]string {
	return map[string]string{
		"fail2ban.conf": "[Definition]\nloglevel = INFO\nlogtarget = " + dir + "/fail2ban.log\nsyslogsocket = auto\n" +
			"socket = " + dir + "/f.sock\npidfile = " + dir + "/f.pid\ndbfile = " + dir + "/f.sqlite3\n" +
			"dbmaxmatches = 10\ndbpurgeage = 1d\nallowipv6 = auto\n[Thread]\nstacksize = 0\n",
		"jail.conf": "[DEFAULT]\nbackend = polling\nusedns = no\nignoreself = false\nmaxretry = 3\nfindtime = 10m\nbantime = 10m\n" +
			"action = note[name=%(__name__)s]\n" +
			"[sshd]\nenabled = true\nfilter = demo\nlogpath = " + dir + "/sshd.log\nignoreip = 127.0.0.1/8 ::1\n" +
			"[manual-1d]\nenabled = true\nfilter =\nbantime = 1d\n",
		"filter.d/demo.conf": "[Definition]\nfailregex = ^\\s*sshd: failure from <HOST>$\nignoreregex = ^\\s*never\n" +
			"datepattern = {^LN-BEG}\n",
		"action.d/note.conf": "[Definition]\nactionstart =\nactionstop =\nactioncheck =\nactionban = echo ban <ip> >> " + dir +
			"/actions\nactionunban = echo unban <ip> >> " + dir + "/actions\n[Init]\nname = default\nport = 22\n",
		"sshd.log": "",
	}
}

// startReal starts a private fail2ban of this machine and returns the path of its socket.
func startReal(t testing.TB) string {
	t.Helper()
	server, err := exec.LookPath("fail2ban-server")
	if err != nil {
		t.Skip("needs fail2ban-server (apt-get install fail2ban)")
	}
	dir := t.TempDir()
	for name, content := range realConfig(dir) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	socket := filepath.Join(dir, "f.sock")
	cmd := exec.Command(server, "-c", dir, "-s", socket, "-p", filepath.Join(dir, "f.pid"), "-f", "start")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopReal(t, cmd, socket) })
	awaitReal(t, socket, filepath.Join(dir, "fail2ban.log"))
	return socket
}

// awaitReal waits until the server has started its jails.
func awaitReal(t testing.TB, socket, log string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	client := fail2ban.NewClient(socket, fail2ban.WithRestartGrace(20*time.Second))
	defer func() { _ = client.Close() }()
	for ctx.Err() == nil {
		names, err := client.JailNames(ctx)
		if err == nil && len(names) == 2 {
			if actions, err := client.Jail("manual-1d").Actions(ctx); err == nil && len(actions) > 0 {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	text, _ := os.ReadFile(log)
	t.Fatalf("fail2ban did not start; its log:\n%s", text)
}

func stopReal(t testing.TB, cmd *exec.Cmd, socket string) {
	client := fail2ban.NewClient(socket, fail2ban.WithRestartGrace(0))
	defer func() { _ = client.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := client.Stop(ctx); err != nil {
		_ = cmd.Process.Kill()
	}
	_ = cmd.Wait()
}
