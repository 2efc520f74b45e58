package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfigCheck(t *testing.T) {
	r := runWith(t, "", []string{"BANGUI_LISTEN=127.0.0.1:9000"}, "config", "check")
	if r.code != 0 || r.stdout != "The settings are right.\n" || r.stderr != "" {
		t.Errorf("right settings: %+v", r)
	}
	r = runWith(t, "", []string{"BANGUI_LISEN=x", "BANGUI_LOG_LEVEL=loud", "WEB_CONCURRENCY=2"}, "config", "check")
	for _, part := range []string{
		"did you mean BANGUI_LISTEN?", `environment BANGUI_LOG_LEVEL: log_level: "loud" is not one of`, "WEB_CONCURRENCY asks for 2", "Why it matters: ", "To mend it: ", "Read more: ",
	} {
		if !strings.Contains(r.stderr, part) {
			t.Errorf("got %s\nwant %q in it", r.stderr, part)
		}
	}
	if r.code != 78 {
		t.Errorf("exit code %d, want 78", r.code)
	}
}

func TestConfigShow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bangui.conf")
	if err := os.WriteFile(file, []byte("public_url = https://example.org/f2b/\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{
		"BANGUI_DATABASE_URL=postgres://ann:hunter2@db.example.org:5432/bangui?sslpassword=hunter2", "BANGUI_SETUP_TOKEN=hunter2hunter2hunter2",
		"BANGUI_NATS_URL=nats://u:hunter2@h:4222", "BANGUI_METRICS_TOKEN=hunter2hunter2hunter2", "BANGUI_DRAIN_DELAY=5s",
	}
	args := []string{"config", "show", "--config=" + file, "--log-level=debug"}
	text := runWith(t, "", environ, args...)
	var shown struct{ Items []settingRow }
	r := runWith(t, "", environ, append(args, "-o", "json")...)
	if err := json.Unmarshal([]byte(r.stdout), &shown); err != nil || r.code != 0 || text.code != 0 {
		t.Fatalf("%+v %+v %v", r, text, err)
	}
	if strings.Contains(text.stdout+r.stdout, "hunter2") {
		t.Errorf("a secret is shown: %s", text.stdout)
	}
	got := map[string]settingRow{}
	for _, row := range shown.Items {
		got[row.Name] = row
	}
	for _, want := range []settingRow{
		{"database_url", "postgres://ann@db.example.org:5432/bangui", "environment BANGUI_DATABASE_URL"},
		{"setup_token", "[redacted]", "environment BANGUI_SETUP_TOKEN"},
		{"nats_url", "[redacted]", "environment BANGUI_NATS_URL"},
		{"public_url", "https://example.org/f2b/", "file " + file + ", line 1"},
		{"base_path", "/f2b", "default"},
		{"log_level", "debug", "flag --log-level"},
		{"drain_delay", "5s", "environment BANGUI_DRAIN_DELAY"},
		{"listen", "127.0.0.1:8080", "default"},
		{"host_name", "", "default"},
	} {
		if got[want.Name] != want {
			t.Errorf("got %v, want %v", got[want.Name], want)
		}
		if !strings.Contains(text.stdout, want.Origin) {
			t.Errorf("the table has no %s", want.Origin)
		}
	}
}
