package demo_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"bangui/internal/demo"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// parentVariable makes the test program run a demo until it is killed.
const parentVariable = "DEMO_TEST_PARENT"

func TestMain(m *testing.M) {
	if os.Getenv(parentVariable) != "" {
		beParent()
	}
	os.Exit(m.Run())
}

func beParent() {
	d, err := demo.Start(context.Background(), demo.Options{})
	if err != nil {
		fmt.Println("not started:", err)
		os.Exit(1)
	}
	fmt.Println(d.Paths().Dir)
	_ = d.Run(context.Background())
}

func TestBansEverywhere(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		checkBans(t, start(t, demo.Options{Version: version}))
	})
}

func TestBansEverywhereWithOwnFilters(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		checkBans(t, start(t, demo.Options{Version: version, Stock: t.TempDir()}))
	})
}

// checkBans waits for what the first screen shall show: many bans, in each jail, of IPv6 too.
func checkBans(t *testing.T, d *demo.Demo) {
	t.Helper()
	eventually(t, d, "25 bans", func(bans []ban) bool { return len(bans) >= 25 })
	for _, jail := range []string{"sshd", "nginx-http-auth", "postfix-sasl", "recidive"} {
		eventually(t, d, "ban in "+jail, func(bans []ban) bool {
			return count(bans, func(b ban) bool { return b.jail == jail }) > 0
		})
	}
	eventually(t, d, "ban of IPv6", func(bans []ban) bool {
		return count(bans, func(b ban) bool { return b.addr.Is6() }) > 0
	})
}

func TestRunGoesOnAttacking(t *testing.T) {
	d := start(t, demo.Options{Rate: 600})
	eventually(t, d, "the past", func(bans []ban) bool { return len(bans) >= 25 })
	before := len(readBans(t, d))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx) }()
	eventually(t, d, "20 bans more", func(bans []ban) bool { return len(bans) >= before+20 })
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("run: %v", err)
	}
}

func TestAttackersComeFromManyNetworksAndAgain(t *testing.T) {
	d := start(t, demo.Options{Rate: 6000, Seed: 1})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx) }()
	eventually(t, d, "150 bans", func(bans []ban) bool { return len(bans) >= 150 })
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	networks, times := map[netip.Prefix]bool{}, map[netip.Addr]int{}
	for _, b := range readBans(t, d) {
		if !b.addr.IsGlobalUnicast() || b.addr.IsPrivate() {
			t.Errorf("%s is no public address", b.addr)
		}
		network, _ := b.addr.Prefix(8)
		networks[network] = true
		if b.jail != "recidive" {
			times[b.addr]++
		}
	}
	if len(networks) < 30 {
		t.Errorf("attackers of %d networks (/8), want 30 or more", len(networks))
	}
	if again := count(values(times), func(n int) bool { return n > 1 }); again < 3 {
		t.Errorf("%d addresses came back, want 3 or more", again)
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	d := start(t, demo.Options{})
	pid := serverPID(t, d.Paths())
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	checkGone(t, pid, d.Paths().Dir)
}

func TestCanceledStartLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", plainDir(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := demo.Start(ctx, demo.Options{})
	skipWithoutFail2ban(t, err)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestKilledDemoEndsAndIsClearedAway(t *testing.T) {
	start(t, demo.Options{})
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentVariable+"=1")
	output, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(output).ReadString('\n')
	dir := strings.TrimSpace(line)
	pid := serverPID(t, sandbox.Paths{PIDFile: filepath.Join(dir, "run", "fail2ban.pid")})
	_ = parent.Process.Kill()
	_ = parent.Wait()
	start(t, demo.Options{})
	checkGone(t, pid, dir)
}

func TestRunningDemoIsNotClearedAway(t *testing.T) {
	first := start(t, demo.Options{})
	start(t, demo.Options{})
	if _, err := os.Stat(first.Paths().Socket); err != nil {
		t.Errorf("the first demo lost its socket: %v", err)
	}
}

func TestGivenDirectory(t *testing.T) {
	dir := filepath.Join(plainDir(t), "here")
	for _, keep := range []bool{true, true, false} {
		d := start(t, demo.Options{Dir: dir, Keep: keep})
		if _, err := demo.Start(t.Context(), demo.Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), "in use") {
			t.Errorf("a second demo in the same directory: error %v", err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(dir); (err == nil) != keep {
			t.Errorf("keep %v: directory afterwards: %v", keep, err)
		}
	}
}

func TestRefusedOptions(t *testing.T) {
	foreign := plainDir(t)
	if err := os.WriteFile(filepath.Join(foreign, "thesis.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		opts demo.Options
		want string
	}{
		"negative rate":         {demo.Options{Rate: -1}, "rate -1"},
		"rate beyond the limit": {demo.Options{Rate: 6001}, "rate 6001"},
		"directory of others":   {demo.Options{Dir: foreign}, "is not empty"},
		"directory under a file": {
			demo.Options{Dir: filepath.Join(foreign, "thesis.txt", "demo")}, "make the demo's directory",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := demo.Start(t.Context(), test.opts)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(foreign, "thesis.txt")); err != nil {
		t.Errorf("a file of somebody else: %v", err)
	}
}

func TestBrokenStockConfigurationIsReplaced(t *testing.T) {
	stock := t.TempDir()
	if err := os.MkdirAll(filepath.Join(stock, "filter.d"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sshd", "nginx-http-auth", "postfix", "recidive"} {
		if err := os.WriteFile(filepath.Join(stock, "filter.d", name+".conf"), []byte("no section\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	checkBans(t, start(t, demo.Options{Stock: stock}))
}

// start starts a demo that ends with the test.
func start(t *testing.T, opts demo.Options) *demo.Demo {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	d, err := demo.Start(ctx, opts)
	skipWithoutFail2ban(t, err)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func skipWithoutFail2ban(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, sandbox.ErrNotInstalled) {
		sandboxtest.Skip(t, err.Error())
	}
}

// ban is one line that the demo's action wrote.
type ban struct {
	jail string
	addr netip.Addr
}

func readBans(t *testing.T, d *demo.Demo) []ban {
	t.Helper()
	text, err := os.ReadFile(d.Paths().Actions)
	if err != nil {
		return nil
	}
	var bans []ban
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if strings.HasSuffix(line, "\n") && len(words) == 3 && words[0] == "ban" {
			bans = append(bans, ban{words[1], netip.MustParseAddr(words[2])})
		}
	}
	return bans
}

func eventually(t *testing.T, d *demo.Demo, what string, done func([]ban) bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !done(readBans(t, d)); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			log, _ := os.ReadFile(d.Paths().Log)
			t.Fatalf("no %s within 30 s; bans: %v\nfail2ban's log:\n%s", what, readBans(t, d), log)
		}
	}
}

func count[T any](all []T, is func(T) bool) int {
	n := 0
	for _, one := range all {
		if is(one) {
			n++
		}
	}
	return n
}

func values[K comparable, V any](m map[K]V) []V {
	var all []V
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

func serverPID(t *testing.T, paths sandbox.Paths) int {
	t.Helper()
	text, err := os.ReadFile(paths.PIDFile)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func checkGone(t *testing.T, pid int, dir string) {
	t.Helper()
	if state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil && !strings.Contains(string(state), ") Z ") {
		t.Errorf("fail2ban is still there: %s", state)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("directory %s is still there: %v", dir, err)
	}
}

// plainDir is a temporary directory whose name has nothing of the test's.
func plainDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "demo-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
