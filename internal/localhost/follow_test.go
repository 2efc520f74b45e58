package localhost_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
		{"rotated over the same name", []func(string){
			write("b\n"), all(rename(".1"), write("c\n")), all(write("d\n"), rename(".1"), write("e\n")),
			all(write("f\n"), rename(".1"), write("g\n"), write("h\n"), rename(".1"), write("i\n")),
		}, []string{"b", "c", "d", "e", "f", "g", "h", "i"}},
		{"copied and cut off", []func(string){write("b\n"), truncate, write("c\n")}, []string{"b", "c"}},
		{"cut off and longer by the next look", []func(string){write("b\n"), all(truncate, write("c\nmuch more than before\n"))},
			[]string{"b", "c", "much more than before"}},
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

func check(t *testing.T, err error) {
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
	}
}

func rename(suffix string) func(string) {
	return func(path string) { must(os.Rename(path, path+suffix)) }
}

func create(path string)   { write("")(path) }
func truncate(path string) { must(os.Truncate(path, 0)) }
func remove(path string)   { must(os.Remove(path)) }

func all(steps ...func(string)) func(string) {
	return func(path string) {
		for _, step := range steps {
			step(path)
		}
	}
}
