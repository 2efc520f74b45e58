package ipinfo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"bangui/internal/fault"
	"bangui/internal/ipinfo"
)

// nobody is a user who owns nothing.
const nobody = 65534

// in is a file that says that everything is in a country and belongs to a network of the same name.
func in(t testing.TB, code string) []byte {
	t.Helper()
	record := fields{"country_code": words(code), "asn": words("AS1"), "as_name": words(code)}
	return build(t, content{"0.0.0.0/0": record, "2000::/3": record}, nil)
}

func TestRefusedFiles(t *testing.T) {
	dir := t.TempDir()
	good := in(t, "SE")
	networks := build(t, content{"8.8.8.0/24": fields{"asn": words("AS7")}}, nil)
	damaged := append([]byte(nil), good...)
	for i := range 30 {
		damaged[i] = 0x77 // nodes that lead nowhere
	}
	locked := filepath.Join(dir, "locked.mmdb")
	if err := os.WriteFile(locked, good, 0); err != nil {
		t.Fatal(err)
	}
	put := func(name string, data []byte) string { return write(t, filepath.Join(dir, name), data) }
	tests := []struct{ name, path, message, mend string }{
		{"missing", filepath.Join(dir, "none.mmdb"), "is not there", "BANGUI_GEO_COUNTRY_DB"},
		{"text", put("text.mmdb", []byte("not a database")), "is not an MMDB file", "download it again"},
		{"empty", put("empty.mmdb", nil), "is empty", "download it again"},
		{"half", put("half.mmdb", good[:len(good)/2]), "is not an MMDB file, or not all of it is there", "download it again"},
		{"second half", put("half2.mmdb", good[len(good)/2:]), "cannot be used", "download it again"},
		{"damaged", put("damaged.mmdb", damaged), "is damaged", "download it again"},
		{"directory", dir, "is not a file", "whole MMDB file"},
		{"networks only", put("networks.mmdb", networks), "knows no countries", "GeoLite2-Country"},
		{"locked", locked, "may not be read", "Let the user"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.name == "locked" {
				asNobody(t)
			}
			d, log := open(t, test.path, "")
			problem := d.State().Country.Problem
			if problem == nil || !errors.Is(problem, fault.Invalid) || !strings.Contains(problem.Message, test.message) || !strings.Contains(problem.Mend, test.mend) {
				t.Fatalf("problem is %+v, want %q, %q", problem, test.message, test.mend)
			}
			if strings.Contains(problem.Message+problem.Mend, dir) {
				t.Errorf("the problem tells the path: %s %s", problem.Message, problem.Mend)
			}
			if state := d.State().Country; !state.BuiltIn || state.Path != test.path || state.ProblemAt.IsZero() || look(d, "8.8.8.8") != "US 0 " {
				t.Errorf("not the built-in data is in use: %+v", state)
			}
			d.Look()
			if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), test.path) {
				t.Errorf("%d warnings, want one with the path:\n%s", n, log)
			}
		})
	}
	d, _ := open(t, "", filepath.Join(dir, "none.mmdb"))
	if state := d.State().Network; state.Known || state.Problem == nil || state.Path == "" || look(d, "8.8.8.8") != "US 0 " {
		t.Errorf("missing networks: %+v", state)
	}
	d, _ = open(t, "", put("code.mmdb", build(t, content{"8.8.8.0/24": fields{"country_code": words("SE")}}, nil)))
	if state := d.State().Network; state.Known || state.Problem == nil || !strings.Contains(state.Problem.Message, "knows no networks") {
		t.Errorf("networks from a file of countries: %+v", state)
	}
}

// asNobody lets the rest of a test read files as a user who owns nothing: root reads whatever it wants.
func asNobody(t *testing.T) {
	t.Helper()
	runtime.LockOSThread() // only this thread is that user, and ends with the test
	if os.Geteuid() != 0 {
		return
	}
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
}

func TestCopyThatCannotBeMade(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "x.mmdb"), in(t, "SE"))
	d, err := ipinfo.Open(ipinfo.Options{CountryFile: path, Dir: filepath.Join(t.TempDir(), "none"), Log: discard()})
	if err != nil {
		t.Fatal(err)
	}
	if problem := d.State().Country.Problem; !errors.Is(problem, fault.Unavailable) || !strings.Contains(problem.Message, "could not be copied") {
		t.Errorf("problem is %v", problem)
	}
}

// TestBadFileKeepsTheOldOne puts one file after the other in the same place.
func TestBadFileKeepsTheOldOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.mmdb")
	next := func(data []byte) { write(t, path, data) }
	next(in(t, "SE"))
	d, log := open(t, path, path)
	first := d.Version()
	steps := []struct {
		name    string
		change  func()
		want    string
		problem string
	}{
		{"nothing", func() {}, "SE 1 SE", ""},
		{"torn", func() { next(in(t, "NO")[:300]) }, "SE 1 SE", "not all of it is there"},
		{"gone", func() { _ = os.Remove(path) }, "SE 1 SE", "is not there"},
		{"the old one again", func() { next(in(t, "SE")) }, "SE 1 SE", ""},
		{"a new one", func() { next(in(t, "NO")) }, "NO 1 NO", ""},
		{"written over in place", func() {
			// shorter than before: a program that had mapped it would be killed
			if err := os.WriteFile(path, []byte("oops"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "NO 1 NO", "is not an MMDB file"},
		{"repaired in place", func() {
			if err := os.WriteFile(path, in(t, "FI"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "FI 1 FI", ""},
	}
	for _, step := range steps {
		before := d.Version()
		had := look(d, "8.8.8.8")
		step.change()
		d.Look()
		if got := look(d, "8.8.8.8"); got != step.want {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
		if changed := d.Version() != before; changed != (had != step.want) {
			t.Errorf("%s: version %q, then %q", step.name, before, d.Version())
		}
		state := d.State()
		told := ""
		if state.Country.Problem != nil {
			told = state.Country.Problem.Message
		}
		if !strings.Contains(told, step.problem) || (told == "") != (step.problem == "") || state.Network.Problem != state.Country.Problem {
			t.Errorf("%s: problem is %q, want %q", step.name, told, step.problem)
		}
	}
	if d.Version() == first {
		t.Error("the version is that of the beginning")
	}
	if n := strings.Count(log.String(), "keeping_old=true"); n != 3 {
		t.Errorf("%d warnings, want 3:\n%s", n, log)
	}
}

// TestSwapUnderLookUps changes the file while many ask. No answer may mix two files, and none may be missing.
func TestSwapUnderLookUps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.mmdb")
	files := [][]byte{in(t, "SE"), in(t, "NO"), in(t, "FI")}
	write(t, path, files[0])
	d, _ := open(t, path, path)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for ctx.Err() == nil {
				for _, addr := range []string{"8.8.8.8", "2a00::1"} {
					switch got := look(d, addr); got {
					case "SE 1 SE", "NO 1 NO", "FI 1 FI":
					default:
						t.Errorf("got %q", got)
						cancel()
					}
				}
				_ = d.State()
				_ = d.Version()
			}
		})
	}
	for i := range 20 {
		write(t, path, files[i%len(files)])
		d.Look()
		runtime.GC() // so that files which are not used any more go while others are asked
	}
	cancel()
	wg.Wait()
}

// TestOldFilesGo sees that what is not used any more is not kept mapped, and that copies leave no names behind.
func TestOldFilesGo(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "x.mmdb"), in(t, "SE"))
	dir := t.TempDir()
	d, err := ipinfo.Open(ipinfo.Options{CountryFile: path, Dir: dir, Log: discard()})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		write(t, path, in(t, []string{"NO", "FI"}[i%2]))
		d.Look()
	}
	eventually(t, "one mapped file", func() bool {
		runtime.GC()
		maps, err := os.ReadFile("/proc/self/maps")
		if err != nil {
			t.Skip("maps cannot be counted here")
		}
		return strings.Count(string(maps), dir) == 1
	})
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
	if got := look(d, "8.8.8.8"); got != "NO 1 NO" {
		t.Errorf("got %q", got)
	}
}

func TestRunNotices(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for _, how := range []string{"renamed", "in place", "directory made later", "link turned"} {
		t.Run(how, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "geo")
			path := filepath.Join(dir, "x.mmdb")
			quiet, often := 20*time.Millisecond, time.Hour
			switch how {
			case "in place":
				quiet = 300 * time.Millisecond // longer than a busy machine lets a writer wait
				mkdir(t, dir)
				write(t, path, in(t, "NO"))
			case "directory made later":
				often = 10 * time.Millisecond
			case "link turned":
				often = 10 * time.Millisecond
				mkdir(t, dir)
				write(t, filepath.Join(dir, "a"), in(t, "NO"))
				write(t, filepath.Join(dir, "b"), in(t, "SE"))
				symlink(t, "a", path)
			default:
				mkdir(t, dir)
				write(t, path, in(t, "NO"))
			}
			d, log := open(t, path, "")
			d.Hurry(quiet, often)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- d.Run(ctx) }()
			time.Sleep(50 * time.Millisecond) // the first look of Run is over, so that what comes is seen by the watch
			switch how {
			case "renamed":
				write(t, path, in(t, "SE"))
			case "in place":
				writeSlowly(t, path, in(t, "SE"))
			case "directory made later":
				mkdir(t, dir)
				write(t, path, in(t, "SE"))
			case "link turned":
				symlink(t, "b", path+".next")
				if err := os.Rename(path+".next", path); err != nil {
					t.Fatal(err)
				}
			}
			eventually(t, "the new file is used", func() bool { return look(d, "8.8.8.8") == "SE 1 SE" })
			cancel()
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Errorf("Run ended with %v", err)
			}
			if how == "in place" && strings.Contains(log.String(), "level=WARN") {
				t.Errorf("read before it was whole:\n%s", log)
			}
		})
	}
}

// TestRunWithoutFiles just waits.
func TestRunWithoutFiles(t *testing.T) {
	d, _ := open(t, "", "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
}

// writeSlowly writes over a file piece by piece.
func writeSlowly(t *testing.T, path string, data []byte) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := 0; i < len(data); i += 200 {
		if _, err := f.Write(data[i:min(i+200, len(data))]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
}

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for something that others do.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not in 10 s: %s", what)
		}
	}
}
