package listformat_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"bangui/internal/fault"
	"bangui/internal/listformat"
)

// fuzz reads any bytes in one way, and looks at what holds for every list.
func fuzz(f *testing.F, options listformat.Options) {
	for _, path := range corpus(f) {
		f.Add(content(f, path))
	}
	f.Add(gzipped(f, []byte("192.0.2.1\n198.51.100.0/24\n")))
	f.Fuzz(func(t *testing.T, list []byte) { wantConsistent(t, list, options) })
}

func wantConsistent(t *testing.T, list []byte, options listformat.Options) {
	t.Helper()
	options.MaxEntries, options.MaxBytes = 10_000, 1<<20
	report, set, err := listformat.Read(context.Background(), bytes.NewReader(list), options)
	if err != nil {
		if !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.TooLarge) {
			t.Errorf("%v is no fault that the caller knows", err)
		}
		if set.Len() > 0 {
			t.Errorf("%s came of a list that was refused", networks(set))
		}
		return
	}
	if report.Entries != set.Len()+report.Repeated+report.Covered {
		t.Errorf("%+v does not come to %d networks", report, set.Len())
	}
	if report.Entries+sum(report) > options.MaxEntries || report.Comments > report.Lines {
		t.Errorf("%+v is more than there can be", report)
	}
	for _, d := range report.Dropped {
		if !slices.Contains(listformat.Reasons(), d.Reason) || len(d.Samples) == 0 || len(d.Samples) > 20 || d.N < int64(len(d.Samples)) {
			t.Errorf("dropped %+v", d)
		}
		for _, s := range d.Samples {
			if s.Line < 1 || s.Line > report.Lines || len(s.Text) > 200 || !utf8.ValidString(s.Text) || strings.ContainsAny(s.Text, "\n\r\x00\x1b\u202e") {
				t.Errorf("sample %+v of %d lines", s, report.Lines)
			}
		}
	}
	wantReadAgain(t, report, set.Len(), networks(set), options)
	for p := range set.All() {
		least := 8
		if p.Addr().Is6() {
			least = 19
		}
		if p.Bits() < least && (!options.Wide || p.Bits() == 0) {
			t.Errorf("%s is too wide", p)
		}
	}
}

// wantReadAgain reads what came of a list as a list.
func wantReadAgain(t *testing.T, report listformat.Report, n int, text string, options listformat.Options) {
	t.Helper()
	if n == 0 {
		return
	}
	again, set, err := listformat.Read(context.Background(), strings.NewReader(strings.ReplaceAll(text, " ", "\n")), listformat.Options{Wide: options.Wide})
	if err != nil || networks(set) != text || len(again.Dropped) > 0 || again.Counts != report.Counts {
		t.Errorf("%s became %s (%v)", text, networks(set), err)
	}
}

func sum(r listformat.Report) int {
	n := 0
	for _, d := range r.Dropped {
		n += int(d.N)
	}
	return n
}

func FuzzAuto(f *testing.F)   { fuzz(f, listformat.Options{}) }
func FuzzWide(f *testing.F)   { fuzz(f, listformat.Options{Format: listformat.Ranges, Wide: true}) }
func FuzzPlain(f *testing.F)  { fuzz(f, listformat.Options{Format: listformat.Plain}) }
func FuzzNetset(f *testing.F) { fuzz(f, listformat.Options{Format: listformat.Netset}) }
func FuzzRanges(f *testing.F) { fuzz(f, listformat.Options{Format: listformat.Ranges}) }
func FuzzCSV(f *testing.F)    { fuzz(f, listformat.Options{Format: listformat.CSV}) }
func FuzzTSV(f *testing.F) {
	fuzz(f, listformat.Options{Format: listformat.TSV, Column: "1", Last: "2"})
}

func FuzzJSONLines(f *testing.F) {
	fuzz(f, listformat.Options{Format: listformat.JSONLines, Path: "cidr"})
}

func FuzzJSON(f *testing.F) {
	fuzz(f, listformat.Options{Format: listformat.JSON, Path: "prefixes[].ip_prefix, [], a.b"})
}

// FuzzSniff looks at any bytes: what it says can be read is what [listformat.Read] reads.
func FuzzSniff(f *testing.F) {
	for _, path := range corpus(f) {
		f.Add(content(f, path))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		guess := listformat.Sniff(head)
		if guess.Why == "" || guess.Confidence < 0 || guess.Confidence > 1 || !utf8.ValidString(guess.Why) {
			t.Errorf("%+v", guess)
		}
		options := listformat.Options{Format: guess.Format, Column: guess.Column, Last: guess.Last, Path: guess.Path}
		if err := options.Check(); guess.Format.Readable() && err != nil {
			t.Errorf("%+v cannot be chosen: %v", guess, fault.Cause(err))
		}
	})
}

// FuzzScanner reads what encoding/json reads, and nothing else.
func FuzzScanner(f *testing.F) {
	for _, path := range corpus(f) {
		f.Add(content(f, path))
	}
	for _, text := range []string{
		`null`, ` {"a":[1,-0.5e+7,true,false,null,"\u00e9\ud83d\ude00\n\/"],"":{}} `, `[]`, `[1,]`, `{"a":1,}`, `{,}`, `"\x"`, `"\u12"`, `01`, `-`, `1e`,
		`nul`, `{"a"}`, `{1:2}`, "\"\x01\"", "\"\xff\"", `[1 2]`, `1 2`, ``, ` `, "\ufeff1", "[1,\t2\r\n]", `"a`, `tru e`, `[}`, `{"a":1]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) >= listformat.MaxLine || depth(text) > listformat.MaxDepth {
			return
		}
		if err := listformat.ReadJSON(text); (err == nil) != json.Valid(text) {
			t.Errorf("%q: %v; encoding/json says it is right: %v", text, err, json.Valid(text))
		}
	})
}

// depth is at least how deep a text is, if it is JSON.
func depth(text []byte) int {
	return bytes.Count(text, []byte("[")) + bytes.Count(text, []byte("{"))
}
