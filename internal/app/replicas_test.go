package app_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/app"
)

// pair starts two replicas on one PostgreSQL at the same moment.
func pair(t *testing.T) (one, two *instance) {
	t.Helper()
	flags := onPostgres(t)
	other := maps.Clone(flags)
	other["host_name"] = "other"
	var starting sync.WaitGroup
	starting.Go(func() { one = start(t, dataDir(t), flags) })
	starting.Go(func() { two = start(t, dataDir(t), other) })
	starting.Wait()
	return one, two
}

// eventually waits until something is so.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 900 {
		if is() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("%s: not within 15 s", what)
}

func (i *instance) tokenFile() string {
	text, err := os.ReadFile(i.SetupTokenFile)
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if err != nil {
		i.t.Error(err)
	}
	return strings.TrimSpace(string(text))
}

func TestOneSetupTokenForAllReplicas(t *testing.T) {
	one, two := pair(t)
	token := one.SetupToken.Reveal()
	if token == "" || two.SetupToken.Reveal() != token || one.tokenFile() != token || two.tokenFile() != token {
		t.Fatal("the replicas have different tokens")
	}
	status, answer := two.call(two.client, http.MethodPost, "/api/v1/setup", map[string]string{
		"token": token, "username": username, "password": password, "fail2ban_socket": "/run/other.sock",
	})
	if status != 201 {
		t.Fatalf("set-up on two with the token of one: %d %v", status, answer)
	}
	if got := two.tokenFile(); got != "" {
		t.Error("the file is still there on two")
	}
	status, answer = one.call(one.client, http.MethodPost, "/api/v1/setup", map[string]string{
		"token": token, "username": "eve", "password": password,
	})
	if status != 409 || answer["code"] != "conflict" {
		t.Errorf("set-up on one after that: %d %v, want 409 conflict", status, answer)
	}
	eventually(t, "the file is gone on one", func() bool { return one.tokenFile() == "" })
	// The socket that was chosen on two counts on one as well.
	eventually(t, "the place is followed on one", func() bool { return one.opened.value() == 2 && one.closed.value() == 1 })
}

func TestAPresetTokenReplacesThatOfAll(t *testing.T) {
	flags := onPostgres(t)
	one := start(t, dataDir(t), flags)
	flags["host_name"], flags["setup_token"] = "other", "a-token-of-the-operator-0123456789"
	two := start(t, dataDir(t), flags)
	if two.SetupToken.Reveal() != flags["setup_token"] {
		t.Error("two does not have the preset token")
	}
	eventually(t, "the file on one has it, too", func() bool { return one.tokenFile() == flags["setup_token"] })
	for token, want := range map[string]int{one.SetupToken.Reveal(): 403, flags["setup_token"]: 200} {
		status, answer := one.call(one.client, http.MethodPost, "/api/v1/setup/check", map[string]string{
			"token": token, "fail2ban_socket": "/run/x.sock", "fail2ban_config_dir": "/etc",
		})
		if status != want {
			t.Errorf("a token on one: %d %v, want %d", status, answer, want)
		}
	}
}

func TestSetupRaceOfTwoReplicas(t *testing.T) {
	one, two := pair(t)
	const racers = 6
	type result struct {
		status int
		detail any
	}
	results := make(chan result, racers)
	var racing sync.WaitGroup
	for n := range racers {
		at := one
		if n%2 == 1 {
			at = two
		}
		racing.Go(func() {
			status, answer := at.call(newClient(t), http.MethodPost, "/api/v1/setup", map[string]string{
				"token": one.SetupToken.Reveal(), "username": fmt.Sprint("admin", n), "password": password,
			})
			results <- result{status, answer["detail"]}
		})
	}
	racing.Wait()
	close(results)
	got := map[int]int{}
	for r := range results {
		got[r.status]++
		if r.status == 409 && !strings.Contains(fmt.Sprint(r.detail), "already") {
			t.Errorf("the loser is told %q", r.detail)
		}
	}
	if diff := cmp.Diff(map[int]int{201: 1, 409: racers - 1}, got); diff != "" {
		t.Errorf("statuses of %d set-ups at once (-want +got):\n%s", racers, diff)
	}
}

func TestAReplicaStandsByForAHost(t *testing.T) {
	flags := onPostgres(t)
	one := start(t, dataDir(t), flags)
	two := start(t, dataDir(t), flags)
	holds := func(i *instance) bool { return strings.Contains(i.log.String(), `"msg":"host held"`) }
	if !holds(one) || holds(two) {
		t.Errorf("the host is held by one: %v, by two: %v; want one alone", holds(one), holds(two))
	}
	one.stop()
	stopped := time.Now()
	eventually(t, "two takes the host over", func() bool { return holds(two) })
	if took := time.Since(stopped); took > 10*time.Second {
		t.Errorf("that took %v, want a moment", took)
	}
}

// TestWorkersOnPostgres sees that what other programs need several processes for is accepted, with a note.
func TestWorkersOnPostgres(t *testing.T) {
	i := startWith(t, dataDir(t), onPostgres(t), func(o *app.Options) { o.Settings.Workers = 4 })
	if said := i.log.String(); !strings.Contains(said, `"msg":"one process uses all cores; start more replicas for more","workers":4`) {
		t.Errorf("the log has no note: %s", said)
	}
}
