package listformat_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/listformat"
	"bangui/internal/prefixset"
)

var update = flag.Bool("update", false, "write what the lists in testdata come to")

// corpus are the lists in testdata. They are made up, in the formats in which lists are published.
func corpus(t testing.TB) []string {
	t.Helper()
	var lists []string
	paths, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && !info.IsDir() && filepath.Ext(path) != ".want" {
			lists = append(lists, path)
		}
	}
	if len(lists) < 20 {
		t.Fatalf("there are only %d lists in testdata", len(lists))
	}
	return lists
}

func content(t testing.TB, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// chosen are further ways to read lists of the corpus.
var chosen = []struct {
	list, as string
	options  listformat.Options
}{
	{"mixed.txt", "plain", listformat.Options{Format: listformat.Plain}},
	{"names.txt", "plain", listformat.Options{Format: listformat.Plain}},
	{"toomany.txt", "netset", listformat.Options{Format: listformat.Netset}},
	{"hosts.txt", "plain", listformat.Options{Format: listformat.Plain}},
	{"page.html", "csv", listformat.Options{Format: listformat.CSV, Column: "1"}},
	{"wide.txt", "wide", listformat.Options{Wide: true}},
	{"header.csv", "named", listformat.Options{Format: listformat.CSV, Column: "network"}},
	{"header.csv", "missing", listformat.Options{Format: listformat.CSV, Column: "netname"}},
	{"header.csv", "ninth", listformat.Options{Column: "9"}},
	{"servers.csv", "named", listformat.Options{Format: listformat.Auto, Column: "dst_ip"}},
	{"blocks.tsv", "named", listformat.Options{Column: "Start", Last: "End"}},
	{"blocks.tsv", "alone", listformat.Options{Format: listformat.TSV, Column: "1"}},
	{"addresses.txt", "csv", listformat.Options{Format: listformat.CSV}},
	{"addresses.txt", "json", listformat.Options{Format: listformat.JSON, Path: "[]"}},
	{"cloud.json", "both", listformat.Options{Path: "prefixes[].ip_prefix, $.ipv6_prefixes[*].ipv6_prefix"}},
	{"cloud.json", "missing", listformat.Options{Format: listformat.JSON, Path: "prefixes.ip_prefix"}},
	{"drop.jsonl", "rir", listformat.Options{Format: listformat.JSONLines, Path: "rir"}},
	{"error.json", "json", listformat.Options{Format: listformat.JSON}},
}

// TestCorpus reads each list, and compares with what a person has looked at: FILE.want. The same must come of it when it is gzipped.
func TestCorpus(t *testing.T) {
	for _, path := range corpus(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			wantOutcome(t, path, path+".want", listformat.Options{})
		})
	}
	for _, c := range chosen {
		t.Run(c.list+" as "+c.as, func(t *testing.T) {
			path := filepath.Join("testdata", c.list)
			wantOutcome(t, path, path+"."+c.as+".want", c.options)
		})
	}
}

func wantOutcome(t *testing.T, path, want string, options listformat.Options) {
	t.Helper()
	text := content(t, path)
	got := outcome(t, text, options)
	if *update {
		if err := os.WriteFile(want, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(content(t, want)), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	packed := outcome(t, gzipped(t, text), options)
	if diff := cmp.Diff(strings.Replace(got, "packed: false", "packed: true", 1), packed); diff != "" {
		t.Errorf("-plain +gzipped:\n%s", diff)
	}
}

// outcome writes all that is known of a list.
func outcome(t *testing.T, text []byte, options listformat.Options) string {
	t.Helper()
	report, set, err := listformat.Read(t.Context(), bytes.NewReader(text), options)
	var b strings.Builder
	reading, marshalErr := json.Marshal(report.Reading)
	if marshalErr != nil {
		t.Fatal(marshalErr)
	}
	fmt.Fprintf(&b, "looks like %s (%.2f): %s\n", report.Guess.Format, report.Guess.Confidence, report.Guess.Why)
	fmt.Fprintf(&b, "read as %s\npacked: %v, %d bytes\n", reading, report.Packed, report.Bytes)
	if err != nil {
		writeFault(t, &b, err)
		return b.String()
	}
	writeReport(&b, report, set)
	return b.String()
}

func writeFault(t *testing.T, b *strings.Builder, err error) {
	t.Helper()
	wrong, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		t.Fatalf("%v is no fault", err)
	}
	fmt.Fprintf(b, "%s: %s\nto do: %s\n", wrong.Kind, wrong.Message, wrong.Mend)
}

func writeReport(b *strings.Builder, r listformat.Report, set prefixset.Set) {
	fmt.Fprintf(b, "lines %d, comments %d, entries %d, repeated %d, covered %d, host bits %d\n", r.Lines, r.Comments, r.Entries, r.Repeated, r.Covered, r.HostBits)
	fmt.Fprintf(b, "counts %+v\n", r.Counts)
	for p := range set.All() {
		fmt.Fprintf(b, "+ %s\n", p)
	}
	for _, d := range r.Dropped {
		fmt.Fprintf(b, "- %d %s\n", d.N, d.Reason)
		for _, s := range d.Samples {
			fmt.Fprintf(b, "    %d: %s\n", s.Line, s.Text)
		}
	}
}
