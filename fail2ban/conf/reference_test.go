package conf_test

import (
	"bufio"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"bangui/fail2ban/conf"
	"bangui/internal/sandbox"
)

// reference is fail2ban's own client, in one process for many questions.
type reference struct {
	version sandbox.Version
	mu      sync.Mutex
	in      io.WriteCloser
	out     *bufio.Reader
}

// failer is a test, also one of rapid.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// answer is what fail2ban-client -c DIR -d prints, and what it complains about.
type answer struct {
	Printed []string `json:"printed"`
	Errors  []string `json:"errors"`
}

// failed reports whether the client rejected the whole configuration.
func (a answer) failed() bool {
	return len(a.Printed) > 0 && strings.HasPrefix(a.Printed[len(a.Printed)-1], "ERROR: ")
}

func startReference(t *testing.T, version sandbox.Version) *reference {
	t.Helper()
	cmd, err := version.Script("testdata/reference.py")
	if err != nil {
		t.Fatal(err)
	}
	r := &reference{version: version}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.out = bufio.NewReaderSize(out, 1<<20)
	if r.in, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = r.in.Close()
		_ = cmd.Wait()
	})
	return r
}

// ask returns what the client says to a configuration.
func (r *reference) ask(t failer, dir string) (a answer) {
	t.Helper()
	r.exchange(t, map[string]any{"dir": dir}, &a)
	return a
}

// call has a function of fail2ban or Python called, and returns what it returns as JSON, or what it raises.
func (r *reference) call(t failer, name string, args ...string) (result, raised string) {
	t.Helper()
	var a struct {
		Result json.RawMessage
		Raised string
	}
	r.exchange(t, map[string]any{"call": name, "args": args}, &a)
	return string(a.Result), a.Raised
}

func (r *reference) exchange(t failer, question, answer any) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := json.NewEncoder(r.in).Encode(question); err != nil {
		t.Fatal(err)
	}
	line, err := r.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("fail2ban's client ended: %v", err)
	}
	if err := json.Unmarshal(line, answer); err != nil {
		t.Fatal(err)
	}
}

// stock copies the configuration that came with a version to a directory that the test may change, with nothing switched on.
func (r *reference) stock(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(r.version.StockConfig())); err != nil {
		t.Fatal(err)
	}
	for _, sub := range []string{"jail.d", "fail2ban.d"} {
		if err := os.RemoveAll(filepath.Join(dir, sub)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// write makes files below a directory.
func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t failer, dir string, version string) *conf.Config {
	t.Helper()
	c, err := conf.Read(conf.Options{Dir: dir, Version: version})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// names are the names of the files of a kind, without extension.
func names(t testing.TB, dir, extension string) []string {
	t.Helper()
	var all []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), extension); ok && e.Type() != fs.ModeDir {
			all = append(all, name)
		}
	}
	return all
}
