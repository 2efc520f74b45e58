package localhost_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/localhost"
)

func TestFollow(t *testing.T) {
	tests := []struct {
		name string
		// steps change the log; after each, the lines that are new are collected.
		steps []func(path string)
		want  []string
	}{
		{"appends", []func(string){write("b\n"), write("c\nd\n")}, []string{"b", "c", "d"}},
		{"a line in parts", []func(string){write("b"), write("c"), write("\nd\n")}, []string{"bc", "d"}},
		{"renamed and made anew", []func(string){write("b\n"), rename(".1"), create, write("c\n")}, []string{"b", "c"}},
		{"written after it was renamed", []func(string){rename(".1"), create, writeTo(".1", "b\n"), write("c\n")}, []string{"b", "c"}},
		{"rotated twice between looks", []func(string){all(write("b\n"), rename(".1"), write("c\n"), rename(".2"), write("d\n"))},
			[]string{"b", "c", "d"}},
		{"rotated twice between looks, and not made anew yet", []func(string){
			all(write("b\n"), rename(".2"), pause, write("c\n"), rename(".1")), write("d\n"),
		}, []string{"b", "c", "d"}},
		{"rotated over the same name", []func(string){
			write("b\n"), all(rename(".1"), write("c\n")), all(write("d\n"), rename(".1"), write("e\n")),
			all(write("f\n"), rename(".1"), write("g\n"), write("h\n"), rename(".1"), write("i\n")),
		}, []string{"b", "c", "d", "e", "f", "g", "h", "i"}},
		{"copied and cut off", []func(string){write("b\n"), truncate, write("c\n")}, []string{"b", "c"}},
		{"cut off and longer by the next look", []func(string){write("b\n"), all(truncate, write("c\nmuch more than before\n"))},
			[]string{"b", "c", "much more than before"}},
		{"copied and cut off before it was read", []func(string){all(write("b\n"), copyTo(".1"), truncate, write("c\n"))}, []string{"b", "c"}},
		{"copied and cut off within a line", []func(string){write("b\nhalf"), all(write(" and half\n"), copyTo(".1"), truncate), write("c\n")},
			[]string{"b", "half and half", "c"}},
		{"copied and cut off twice between looks", []func(string){
			all(write("b\n"), copyTo(".2"), truncate, write("c\n"), pause, copyTo(".1"), truncate, write("d\n")), write("e\n"),
		}, []string{"b", "c", "d", "e"}},
		{"beside a copy that somebody made", []func(string){write("b\n"), all(copyTo(".old"), write("c\n"), rename(".1"), write("d\n")), write("e\n")},
			[]string{"b", "c", "d", "e"}},
		{"gone for a while", []func(string){rename(".1"), func(string) {}, write("c\n")}, []string{"c"}},
		{"a very long line", []func(string){write(strings.Repeat("x", 200_000)), write("\nc\n")}, []string{strings.Repeat("x", 64<<10), "c"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "fail2ban.log")
			write("old line that is not told\nand another one\n")(path)
			f, _, err := localhost.Follow(path, nil)
			check(t, err)
			defer f.Close()
			var got []string
			for _, step := range test.steps {
				step(path)
				lines, err := f.Read()
				check(t, err)
				got = append(got, lines...)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFollowResumes(t *testing.T) {
	tests := []struct {
		name  string
		away  func(path string)
		want  []string
		whole bool
	}{
		{"nothing happened", func(string) {}, nil, true},
		{"appended", write("b\n"), []string{"b"}, true},
		{"rotated", all(write("b\n"), rename(".1"), write("c\n")), []string{"b", "c"}, true},
		{"rotated twice", all(write("b\n"), rename(".2"), write("c\n"), rename(".1"), write("d\n")), []string{"b", "c", "d"}, true},
		{"copied and cut off", all(write("b\n"), copyTo(".1"), truncate, write("c\n")), []string{"b", "c"}, true},
		{"copied and cut off with nothing written since", all(write("b\n"), copyTo(".1"), truncate), []string{"b"}, true},
		{"copied and cut off twice", all(write("b\n"), copyTo(".2"), truncate, write("c\n"), pause, copyTo(".1"), truncate, write("d\n")),
			[]string{"b", "c", "d"}, true},
		{"renamed, then copied and cut off", all(write("b\n"), rename(".2"), write("c\n"), pause, copyTo(".1"), truncate, write("d\n")),
			[]string{"b", "c", "d"}, true},
		{"renamed, and not made anew yet", all(write("b\n"), rename(".1")), []string{"b"}, true},
		{"rotated twice, and not made anew yet", all(write("b\n"), rename(".2"), write("c\n"), rename(".1")), []string{"b", "c"}, true},
		{"rotated away, and a later one is there", all(remove, pause, write("b\n"), rename(".1"), write("c\n")), []string{"b", "c"}, false},
		{"rotated away", all(write("b\n"), remove, write("c\n")), []string{"c"}, false},
		{"cut off", all(truncate, write("c\n")), []string{"c"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "fail2ban.log")
			write("the first line\nthe second line\n")(path)
			f, _, err := localhost.Follow(path, nil)
			check(t, err)
			at := f.Place()
			f.Close()
			pause("")
			test.away(path)
			f, whole, err := localhost.Follow(path, at)
			check(t, err)
			defer f.Close()
			got, err := f.Read()
			check(t, err)
			if diff := cmp.Diff(test.want, got); diff != "" || whole != test.whole {
				t.Errorf("whole %v, want %v; lines: %s", whole, test.whole, diff)
			}
		})
	}
}

// TestFollowResumesBeforeNew stops a follower that has come to a new file and has taken nothing of it.
func TestFollowResumesBeforeNew(t *testing.T) {
	for name, rotate := range map[string]func(string){
		"renamed": rename(".1"), "copied and cut off": all(copyTo(".1"), truncate),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "fail2ban.log")
			write("the first line\n")(path)
			f, _, err := localhost.Follow(path, nil)
			check(t, err)
			all(write("b\n"), rotate, write("c\n"))(path)
			check(t, f.Fill())
			f.Take(1)
			at := f.Place()
			f.Close()
			all(pause, rename(".0"), write("d\n"), pause, copyTo(".00"), truncate)(path)
			f, whole, err := localhost.Follow(path, at)
			check(t, err)
			defer f.Close()
			got, err := f.Read()
			check(t, err)
			if diff := cmp.Diff([]string{"c", "d"}, got); diff != "" || !whole {
				t.Errorf("whole %v; lines: %s", whole, diff)
			}
		})
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func write(text string) func(string) { return writeTo("", text) }

func writeTo(suffix, text string) func(string) {
	return func(path string) {
		file, err := os.OpenFile(path+suffix, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		must(err)
		_, err = file.WriteString(text)
		must(err)
		must(file.Close())
		coarse(path + suffix)
	}
}

func rename(suffix string) func(string) {
	return func(path string) { must(os.Rename(path, path+suffix)) }
}

func copyTo(suffix string) func(string) {
	return func(path string) {
		text, err := os.ReadFile(path)
		must(err)
		must(os.WriteFile(path+suffix, text, 0o600))
		coarse(path + suffix)
	}
}

// tick is the step of the coarsest clock of a file system that we expect: what is done within one has the same time.
const tick = 20 * time.Millisecond

func coarse(path string) {
	now := time.Now().Truncate(tick)
	must(os.Chtimes(path, now, now))
}

// pause lets the clock of the file system move on.
func pause(string) { time.Sleep(time.Until(time.Now().Truncate(tick).Add(tick))) }

func create(path string) { write("")(path) }
func remove(path string) { must(os.Remove(path)) }
func truncate(path string) {
	must(os.Truncate(path, 0))
	coarse(path)
}

func all(steps ...func(string)) func(string) {
	return func(path string) {
		for _, step := range steps {
			step(path)
		}
	}
}
