package settings_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/settings"
)

func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bangui.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPrecedence(t *testing.T) {
	file := writeFile(t, "# ours\nlisten = 127.0.0.1:1\nlog_level = warn\nlocal_host=off\n")
	s, err := settings.Load(settings.Sources{
		Flags:   map[string]string{"listen": "127.0.0.1:3"},
		Environ: []string{"BANGUI_LISTEN=127.0.0.1:2", "BANGUI_LOG_LEVEL=debug", "HOME=/root"},
		File:    file,
	})
	if err != nil {
		t.Fatal(err)
	}
	type valueOrigin struct{ Value, Origin string }
	got := []valueOrigin{
		{s.Listen.String(), string(s.Origin("listen"))},
		{s.LogLevel.String(), string(s.Origin("log_level"))},
		{string(s.LocalHost), string(s.Origin("local_host"))},
		{s.Fail2banSocket, string(s.Origin("fail2ban_socket"))},
	}
	want := []valueOrigin{
		{"127.0.0.1:3", "flag --listen"},
		{"DEBUG", "environment BANGUI_LOG_LEVEL"},
		{"off", "file " + file + ", line 4"},
		{"/var/run/fail2ban/fail2ban.sock", "default"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values and origins (-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	secret := writeFile(t, "hunter2hunter2hunter2\n")
	tests := []struct {
		name    string
		from    settings.Sources
		message string
	}{
		{"unknown key in the file", settings.Sources{File: writeFile(t, "lisen = x\n")}, "there is no setting lisen; did you mean listen?"},
		{"unknown variable", settings.Sources{Environ: []string{"BANGUI_DATADIR=/x"}}, "there is no setting BANGUI_DATADIR; did you mean BANGUI_DATA_DIR?"},
		{"nothing near", settings.Sources{Environ: []string{"BANGUI_COLOUR_OF_HAIR=red"}}, "there is no setting BANGUI_COLOUR_OF_HAIR"},
		{"no equals sign", settings.Sources{File: writeFile(t, "listen\n")}, "it is not of the form key = value"},
		{"twice", settings.Sources{File: writeFile(t, "log_level=info\nlog_level=warn\n")}, "log_level is set twice"},
		{"missing file", settings.Sources{File: "/nowhere/bangui.conf"}, "it cannot be read: no such file or directory"},
		{"port", settings.Sources{Flags: map[string]string{"listen": "127.0.0.1:70000"}}, `listen: "127.0.0.1:70000" is not an address with a port`},
		{"named port", settings.Sources{Flags: map[string]string{"listen": ":http"}}, `listen: ":http" is not an address with a port`},
		{"relative socket", settings.Sources{Flags: map[string]string{"listen": "unix:x"}}, "is not an absolute path"},
		{"choice", settings.Sources{Flags: map[string]string{"local_host": "maybe"}}, `local_host: "maybe" is not one of auto, on, off`},
		{"proxy", settings.Sources{Flags: map[string]string{"trusted_proxies": "10.0.0.0/8, proxy"}}, `"proxy" is not an address or network`},
		{"public url", settings.Sources{Flags: map[string]string{"public_url": "bangui.example.org"}}, "is not a URL"},
		{"base path", settings.Sources{Flags: map[string]string{"base_path": "/a/../b"}}, "is not a path such as /fail2ban"},
		{"short token", settings.Sources{Environ: []string{"BANGUI_SETUP_TOKEN=short"}}, "at least 16 characters"},
		{"workers", settings.Sources{Environ: []string{"BANGUI_WORKERS=2"}}, "several workers need PostgreSQL"},
		{"concurrency", settings.Sources{Environ: []string{"WEB_CONCURRENCY=4"}}, "several workers need PostgreSQL"},
		{"workers in the file", settings.Sources{File: writeFile(t, "workers = 1\n")}, "there is no setting workers"},
		{"database", settings.Sources{Environ: []string{"BANGUI_DATABASE_URL=mysql://u:hunter2@h/d"}}, "it is neither postgres://"},
		{"secret twice", settings.Sources{Environ: []string{"BANGUI_SETUP_TOKEN=0123456789abcdef", "BANGUI_SETUP_TOKEN_FILE=" + secret}}, "are both set"},
		{"secret file missing", settings.Sources{Environ: []string{"BANGUI_SETUP_TOKEN_FILE=/nowhere"}}, "/nowhere cannot be read: no such file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := settings.Load(tt.from)
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != fault.Invalid {
				t.Fatalf("got %v, want fault.Invalid", err)
			}
			text := fmt.Sprint(f.Fields)
			if !strings.Contains(text, tt.message) {
				t.Errorf("got %s, want %q in it", text, tt.message)
			}
			if strings.Contains(text, "hunter2") {
				t.Errorf("the secret is shown: %s", text)
			}
		})
	}
}

// TestShape goes through what can be said about the number of processes. Each refusal says what, why, how to mend it and where to read more.
func TestShape(t *testing.T) {
	tests := []struct {
		name    string
		environ []string
		message string // of the field, empty if it is accepted
		origin  string
	}{
		{"nothing", nil, "", ""},
		{"one", []string{"BANGUI_WORKERS=1"}, "", ""},
		{"one, said twice", []string{"BANGUI_WORKERS=1", "WEB_CONCURRENCY=1"}, "", ""},
		{"two", []string{"BANGUI_WORKERS=2"}, "BANGUI_WORKERS asks for 2 processes, but the database is SQLite", "environment BANGUI_WORKERS"},
		{"concurrency", []string{"WEB_CONCURRENCY=4"}, "WEB_CONCURRENCY asks for 4 processes, but the database is SQLite", "environment WEB_CONCURRENCY"},
		{"SQLite by name", []string{"WEB_CONCURRENCY=4", "BANGUI_DATABASE_URL=sqlite:/x/y.db"}, "WEB_CONCURRENCY asks for 4", "environment WEB_CONCURRENCY"},
		{"beyond counting", []string{"WEB_CONCURRENCY=99999999999999999999"}, "asks for 9223372036854775807", "environment WEB_CONCURRENCY"},
		{"a fraction", []string{"BANGUI_WORKERS=1.5"}, `"1.5" is not a whole number`, "environment BANGUI_WORKERS"},
		{"a word", []string{"BANGUI_WORKERS=two"}, `"two" is not a whole number`, "environment BANGUI_WORKERS"},
		{"empty", []string{"WEB_CONCURRENCY="}, `"" is not a whole number`, "environment WEB_CONCURRENCY"},
		{"negative", []string{"BANGUI_WORKERS=-1"}, `"-1" is not a whole number`, "environment BANGUI_WORKERS"},
		{"none", []string{"BANGUI_WORKERS=0"}, `"0" is not a whole number`, "environment BANGUI_WORKERS"},
		{"with a sign", []string{"BANGUI_WORKERS=+1"}, `"+1" is not a whole number`, "environment BANGUI_WORKERS"},
		{"hexadecimal", []string{"BANGUI_WORKERS=0x1"}, `"0x1" is not a whole number`, "environment BANGUI_WORKERS"},
		{"with a space", []string{"BANGUI_WORKERS=1 "}, `"1 " is not a whole number`, "environment BANGUI_WORKERS"},
		{"different", []string{"WEB_CONCURRENCY=4", "BANGUI_WORKERS=1"}, `BANGUI_WORKERS is "1", but WEB_CONCURRENCY is "4"`, "environment BANGUI_WORKERS"},
		{"PostgreSQL", []string{"BANGUI_WORKERS=4", "BANGUI_DATABASE_URL=postgres://u@h/d"}, "", ""},
		{"PostgreSQL, nonsense", []string{"BANGUI_WORKERS=many", "BANGUI_DATABASE_URL=postgres://u@h/d"}, `"many" is not a whole number`, "environment BANGUI_WORKERS"},
		{"PostgreSQL, different", []string{"BANGUI_WORKERS=4", "WEB_CONCURRENCY=2", "BANGUI_DATABASE_URL=postgres://u@h/d"}, `is "4", but WEB_CONCURRENCY is "2"`, "environment BANGUI_WORKERS"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := settings.Load(settings.Sources{Environ: tt.environ, File: os.DevNull})
			if tt.message == "" {
				if err != nil {
					t.Fatalf("got %v, want it accepted", err)
				}
				return
			}
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 {
				t.Fatalf("got %#v, want fault.Invalid with one field", err)
			}
			if got := f.Fields[0]; got.Location != tt.origin || !strings.Contains(got.Message, tt.message) {
				t.Errorf("got %q at %q, want %q at %q", got.Message, got.Location, tt.message, tt.origin)
			}
		})
	}
	_, err := settings.Load(settings.Sources{Environ: []string{"BANGUI_WORKERS=2"}, File: os.DevNull})
	f, _ := errors.AsType[*fault.Fault](err)
	for what, text := range map[string][2]string{
		"why": {f.Why, "sessions"}, "mend": {f.Mend, "bangui serve --database-url-file"}, "read more": {f.ReadMore, "docs/guide/deployment.md, section"},
	} {
		if !strings.Contains(text[0], text[1]) {
			t.Errorf("%s is %q, want %q in it", what, text[0], text[1])
		}
	}
}

func TestEveryProblemIsTold(t *testing.T) {
	_, err := settings.Load(settings.Sources{
		Flags:   map[string]string{"listen": "x"},
		Environ: []string{"BANGUI_LOG_LEVEL=loud", "BANGUI_NOPE=1"},
	})
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || len(f.Fields) != 3 {
		t.Errorf("got %v, want 3 fields", err)
	}
}

func TestAccepted(t *testing.T) {
	secret := writeFile(t, "0123456789abcdefgh\n")
	s, err := settings.Load(settings.Sources{
		Environ: []string{
			"BANGUI_SETUP_TOKEN_FILE=" + secret, "BANGUI_WORKERS=3", "BANGUI_DATABASE_URL=postgres://u@h/d", "BANGUI_TEST_POSTGRES_URL=x",
			"BANGUI_PUBLIC_URL=https://example.org/f2b/", "BANGUI_TRUSTED_PROXIES=127.0.0.1,fd00::1/8", "UNRELATED=1",
		},
		Flags: map[string]string{"listen": "unix:/run/bangui.sock"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{s.SetupToken.Reveal(), s.BasePath, fmt.Sprint(s.TrustedProxies), s.Listen.Network, s.Listen.Address, fmt.Sprint(s.PostgreSQL())}
	want := []string{"0123456789abcdefgh", "/f2b", "[127.0.0.1/32 fd00::/8]", "unix", "/run/bangui.sock", "true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestSecretIsHidden(t *testing.T) {
	s := settings.NewSecret("hunter2")
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "secret", s, "in", struct{ S settings.Secret }{s})
	text, err := json.Marshal(map[string]settings.Secret{"s": s})
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{
		fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s %q", s, s, s, s, s), fmt.Sprintf("%+v", struct{ S settings.Secret }{s}), log.String(), string(text),
	} {
		if strings.Contains(shown, "hunter2") || !strings.Contains(shown, "[redacted]") {
			t.Errorf("got %s, want [redacted] in place of the secret", shown)
		}
	}
}
