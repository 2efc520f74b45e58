package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// result is what a command did.
type result struct {
	code           int
	stdout, stderr string
}

// runWith runs a command to its end, with input.
func runWith(t *testing.T, input string, environ []string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := program(t, environ, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &stdout, &stderr
	_ = cmd.Run() // the exit code tells
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// status is what the API answers to a request.
func (b *browser) status(method, path, body string) int {
	b.t.Helper()
	r, err := http.NewRequest(method, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("X-BanGUI-Request", "1")
	r.Header.Set("Content-Type", "application/json")
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// setUpServer starts a server in a directory and signs its administrator in.
func setUpServer(t *testing.T, dir string) *browser {
	t.Helper()
	_, link := serveFor(t, dir, "--fail2ban-socket="+filepath.Join(dir, "none.sock"))
	base, token, _ := strings.Cut(link, "setup#token=")
	b := newBrowser(t, base)
	b.call(http.MethodPost, "/setup", `{"token":"`+token+`","username":"admin","password":"a long enough phrase"}`)
	return b
}

func newBrowser(t *testing.T, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, client: &http.Client{Jar: jar, Timeout: time.Minute}, base: strings.TrimSuffix(base, "/") + "/api/v1"}
}

// TestUsersWhileTheServerRuns goes through the life of a user, from the command line, beside a running server.
func TestUsersWhileTheServerRuns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	admin := setUpServer(t, dir)
	where := "--data-dir=" + dir
	user := func(input string, args ...string) result {
		t.Helper()
		return runWith(t, input, nil, append([]string{"user"}, append(args, where)...)...)
	}
	want := func(r result, code int, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(r.stdout+r.stderr, part) {
				t.Errorf("got %q %q, want %q in it", r.stdout, r.stderr, part)
			}
		}
		if r.code != code {
			t.Errorf("exit code %d, want %d: %s", r.code, code, r.stderr)
		}
	}
	const good = "correct horse battery staple"
	want(user(good+"\n", "add", "bob", "--role=operator", "--password-stdin"), 0, "bob can sign in now, as operator.")
	want(user(good+"\n", "add", "BOB", "--role=operator", "--password-stdin"), 78, `there is a user "BOB" already`)
	want(user("short\n", "add", "eve", "--role=viewer", "--password-stdin"), 78, "password: must have at least 12 characters")
	want(user(good+"\nmore\n", "add", "eve", "--role=viewer", "--password-stdin"), 78, "more than one line")
	want(user(good, "add", "e v e", "--role=viewer", "--password-stdin"), 78, "name: must begin with a letter")
	want(user(good, "add", "eve", "--role=king", "--password-stdin"), 64, "must be one of")
	want(user(good, "add", "eve", "--password-stdin"), 64, "--role")
	want(user("", "add", "eve", "--role=viewer"), 78, "there is no terminal", "--generate")
	want(user(good, "add", "eve", "--role=viewer", "--password-stdin", "--generate"), 64, "can't be used together")

	bob := newBrowser(t, strings.TrimSuffix(admin.base, "/api/v1"))
	signIn := func(password string) int {
		return bob.status(http.MethodPost, "/session", `{"username":"bob","password":"`+password+`"}`)
	}
	signedIn := func() bool { return bob.status(http.MethodGet, "/session", "") == 200 }
	if status := signIn(good); status != 200 || !signedIn() {
		t.Fatalf("bob cannot sign in: %d", status)
	}
	made := user("", "passwd", "bob", "--generate")
	_, password, _ := strings.Cut(strings.TrimSpace(made.stdout), "Password: ")
	want(made, 0, "bob has a new password; all sessions of this user have ended.")
	if signedIn() {
		t.Error("bob's session outlived the password")
	}
	if status := signIn(good); status != 401 {
		t.Errorf("the old password: %d, want 401", status)
	}
	if status := signIn(password); status != 200 {
		t.Errorf("the new password %q: %d, want 200", password, status)
	}
	want(user("", "disable", "bob"), 0, "cannot sign in any more")
	if signedIn() || signIn(password) != 401 {
		t.Error("bob is not kept out")
	}
	want(user("", "enable", "bob"), 0, "bob can sign in again.")
	if status := signIn(password); status != 200 {
		t.Errorf("enabled again: %d, want 200", status)
	}
	want(user("", "disable", "admin"), 78, "admin is the last administrator who can sign in", "enable another administrator first")
	want(user("", "disable", "nobody"), 1, `no user "nobody"`)
	if admin.status(http.MethodGet, "/session", "") != 200 {
		t.Error("the administrator was signed out")
	}
	want(user("", "list"), 0, "NAME", "admin  administrator  enabled", "bob    operator")
	var list struct{ Items []userRow }
	if err := json.Unmarshal([]byte(user("", "list", "-o", "json").stdout), &list); err != nil || len(list.Items) != 2 {
		t.Errorf("list as JSON: %v, %v", list, err)
	}
	audit := admin.call(http.MethodGet, "/audit", "")
	told := map[string]bool{}
	items, _ := audit["items"].([]any)
	for _, item := range items {
		if e, _ := item.(map[string]any); strings.HasPrefix(e["action"].(string), "user.") {
			told[e["action"].(string)+" by "+actorOf(e)] = true
		}
	}
	for _, action := range []string{"user.create", "user.password", "user.disable", "user.enable"} {
		if key := action + " by " + operator().Name; !told[key] {
			t.Errorf("the audit log has %v, want %q", told, key)
		}
	}
}

// actorOf is the name of the actor of an audit entry.
func actorOf(entry map[string]any) string {
	switch actor := entry["actor"].(type) {
	case string:
		return actor
	case map[string]any:
		name, _ := actor["name"].(string)
		return name
	}
	return ""
}

func TestUserBeforeAnything(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	r := runWith(t, "", nil, "user", "list", "--data-dir="+dir)
	if r.code != 78 || !strings.Contains(r.stderr, "there is no installation here: "+dir+"/bangui.db does not exist") {
		t.Errorf("without an installation: %+v", r)
	}
	serveFor(t, dir, "--fail2ban-socket="+filepath.Join(dir, "none.sock"))
	r = runWith(t, "", nil, "user", "add", "ann", "--role=administrator", "--generate", "--data-dir="+dir)
	if r.code != 1 || !strings.Contains(r.stderr, "set-up is not done yet") || !strings.Contains(r.stderr, "open the link") || r.stdout != "" {
		t.Errorf("before set-up: %+v", r)
	}
}
