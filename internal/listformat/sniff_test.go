package listformat_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"bangui/internal/fault"
	"bangui/internal/listformat"
)

// TestSniffSeesWhatReadSees looks at the beginning of each list of the corpus, packed and not.
func TestSniffSeesWhatReadSees(t *testing.T) {
	for _, path := range corpus(t) {
		text := content(t, path)
		report, _, _ := listformat.Read(t.Context(), bytes.NewReader(text), listformat.Options{})
		for _, head := range [][]byte{text, gzipped(t, text)} {
			if got := listformat.Sniff(head); got != report.Guess {
				t.Errorf("%s: %+v, want %+v", path, got, report.Guess)
			}
		}
	}
}

// TestSniffHead looks at the first bytes of long lists, of which the last line is cut.
func TestSniffHead(t *testing.T) {
	for want, text := range map[listformat.Format]string{
		listformat.Plain:     strings.Repeat(strings.Repeat(" ", 100)+"198.51.100.123\n", 1000),
		listformat.Netset:    strings.Repeat("198.51.100.0/24\n", 10_000),
		listformat.CSV:       strings.Repeat("x,198.51.100.123,y\n", 10_000),
		listformat.JSONLines: strings.Repeat(`{"cidr":"198.51.100.0/24"}`+"\n", 10_000),
		listformat.JSON:      `{"a":[` + strings.Repeat(`{"b":"198.51.100.0/24"},`+"\n", 10_000),
	} {
		got := listformat.Sniff([]byte(text)[:listformat.HeadBytes])
		if got.Format != want || got.Confidence != 1 {
			t.Errorf("%+v, want %s for sure", got, want)
		}
		packed := gzipped(t, []byte(text))
		if again := listformat.Sniff(packed[:len(packed)-10]); again != got {
			t.Errorf("packed: %+v, want %+v", again, got)
		}
	}
}

func TestNoText(t *testing.T) {
	wide := utf16.Encode([]rune("192.0.2.1\n192.0.2.2\n"))
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	var bare []byte
	for _, unit := range wide {
		little = append(little, byte(unit), byte(unit>>8))
		big = append(big, byte(unit>>8), byte(unit))
		bare = append(bare, byte(unit>>8), byte(unit))
	}
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	if w, err := z.Create("list.txt"); err != nil {
		t.Fatal(err)
	} else if _, err := w.Write([]byte("192.0.2.1\n")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		list []byte
		says string
	}{
		"UTF-16":             {little, "UTF-16"},
		"UTF-16, big":        {big, "UTF-16"},
		"UTF-16, no mark":    {bare, "UTF-16"},
		"ZIP":                {archive.Bytes(), "ZIP"},
		"gzipped twice":      {gzipped(t, []byte("192.0.2.1\n")), "twice"},
		"PDF":                {[]byte("%PDF-1.7\n192.0.2.1\n"), "PDF"},
		"a zero in the text": {[]byte("192.0.2.1\n\x00\n"), "value 0"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "gzipped twice" {
				test.list = gzipped(t, test.list)
			}
			for _, format := range []listformat.Format{listformat.Auto, listformat.Plain, listformat.JSON} {
				why := refused(t, string(test.list), listformat.Options{Format: format})
				wantKind(t, why, fault.Invalid)
				if !strings.Contains(why.Message, test.says) || why.Mend == "" {
					t.Errorf("%q, mend %q; want something of %q", why.Message, why.Mend, test.says)
				}
			}
		})
	}
}

// TestLooks tries what is easily taken for something else.
func TestLooks(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want listformat.Reading
	}{
		"spaces before":         {"\n\n  192.0.2.1\n  192.0.2.2\n", listformat.Reading{Format: listformat.Plain}},
		"one address":           {"192.0.2.1", listformat.Reading{Format: listformat.Plain}},
		"remarks are no CSV":    {"192.0.2.1;a,b\n192.0.2.2;c,d\n", listformat.Reading{Format: listformat.Netset}},
		"bars":                  {"x|192.0.2.1|y\nx|192.0.2.2|y\n", listformat.Reading{Format: listformat.CSV, Separator: "|", Column: "2"}},
		"head of a table":       {"ip,country\n192.0.2.1,DE\n", listformat.Reading{Format: listformat.CSV, Separator: ",", Column: "1"}},
		"first column of two":   {"192.0.2.1,198.51.100.1\n192.0.2.2,198.51.100.2\n", listformat.Reading{Format: listformat.CSV, Separator: ",", Column: "1"}},
		"ranges by chance":      {"192.0.2.1,198.51.100.1\n", listformat.Reading{Format: listformat.CSV, Separator: ",", Column: "1"}},
		"a bracket is no JSON":  {"[Some list 2.0]\n192.0.2.1\n192.0.2.2\n", listformat.Reading{Format: listformat.Plain}},
		"one line of JSON":      {`{"cidr":"192.0.2.0/24"}`, listformat.Reading{Format: listformat.JSONLines, Path: "cidr"}},
		"one document":          {`{"a":["192.0.2.0/24"]}`, listformat.Reading{Format: listformat.JSON, Path: "a[]"}},
		"document on its lines": {"{\n\"a\":{\"b\":\"192.0.2.0/24\"}\n}", listformat.Reading{Format: listformat.JSON, Path: "a.b"}},
		"array of arrays":       {`[[1,"192.0.2.1"],[2,"192.0.2.2"]]`, listformat.Reading{Format: listformat.JSON, Path: "[][]"}},
		"hosts, few":            {"192.0.2.1\n192.0.2.2\n127.0.0.1 localhost\n", listformat.Reading{Format: listformat.Plain}},
		"hosts":                 {"192.0.2.1 a.example.org\n192.0.2.2 b.example.org\n", listformat.Reading{Format: listformat.Hosts}},
		"names":                 {"a.example.org\nb.example.org\n", listformat.Reading{Format: listformat.Unknown}},
		"old addresses of IPv6": {"::\n::1\n", listformat.Reading{Format: listformat.Plain}},
	} {
		t.Run(name, func(t *testing.T) {
			got := listformat.Sniff([]byte(test.text))
			if got.Reading != test.want || got.Why == "" {
				t.Errorf("%+v, want %+v", got, test.want)
			}
		})
	}
}
