package listformat_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/listformat"
)

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%v, want fault %s", err, kind)
	}
}

// endless repeats a text.
type endless struct {
	text string
	at   int
	// read is called before each read.
	read func()
}

// Read implements [io.Reader].
func (e *endless) Read(p []byte) (int, error) {
	if e.read != nil {
		e.read()
	}
	for i := range p {
		p[i] = e.text[e.at%len(e.text)]
		e.at++
	}
	return len(p), nil
}

// live is how many bytes are in use.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// mostLive wraps a reader, and asks every so many bytes how much memory is in use more than at the beginning.
type mostLive struct {
	io.Reader
	every, until int
	before, most uint64
}

func watched(r io.Reader, every int) *mostLive {
	return &mostLive{Reader: r, every: every, before: live()}
}

// Read implements [io.Reader].
func (m *mostLive) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if m.until += n; m.until >= m.every {
		m.until = 0
		if now := live(); now > m.before {
			m.most = max(m.most, now-m.before)
		}
	}
	return n, err
}

// TestEndless reads what never ends, by every parser: it stops at a limit, and has not kept what it read.
func TestEndless(t *testing.T) {
	const most = 1 << 20
	for name, text := range map[string]string{
		"addresses":       "192.0.2.1\n",
		"one line":        "192.0.2.1 ",
		"comments":        "# nothing\n",
		"empty lines":     "\n",
		"garbage":         "\x01\x02\xff\n",
		"rows":            "a,192.0.2.1,\"b\"\n",
		"one row":         "192.0.2.1,",
		"quotes":          "192.0.2.1,\"\"\n",
		"blanks of JSON":  "{                ",
		"deep JSON":       "[",
		"deeper JSON":     `{"a":`,
		"array":           `["192.0.2.1",` + strings.Repeat(`"192.0.2.1",`, 100),
		"text of JSON":    `{"a` + strings.Repeat("a", 1000),
		"number of JSON":  "[1" + strings.Repeat("1", 1000),
		"lines of JSON":   `{"cidr":"192.0.2.1"}` + "\n",
		"many keys":       `{"a":"192.0.2.1","b":[1,{"c":2}]}` + "\n",
		"long broken row": `"` + strings.Repeat("x", 1000),
	} {
		for _, format := range []listformat.Format{listformat.Auto, listformat.Plain, listformat.CSV, listformat.TSV, listformat.JSONLines, listformat.JSON} {
			t.Run(name+" as "+string(format), func(t *testing.T) {
				options := listformat.Options{Format: format, MaxBytes: most, MaxEntries: 20_000, Path: "a"}
				list := watched(&endless{text: text}, most/2)
				_, _, err := listformat.Read(t.Context(), list, options)
				if !errors.Is(err, fault.TooLarge) && !errors.Is(err, fault.Invalid) {
					t.Errorf("%v, want fault.TooLarge or fault.Invalid", err)
				}
				if list.most > most/2 {
					t.Errorf("%d bytes were in use after %d had been read", list.most, most)
				}
			})
		}
	}
}

// TestBombs unpacks what becomes much longer.
func TestBombs(t *testing.T) {
	for name, text := range map[string]string{"zeros": "\x00", "lines": "192.0.2.1\n", "blanks": " ", "comments": "# nothing\n", "brackets": "[\n"} {
		t.Run(name, func(t *testing.T) {
			var packed bytes.Buffer
			w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.CopyN(w, &endless{text: text}, 4<<20); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			list := watched(&packed, packed.Len())
			report, _, err := listformat.Read(t.Context(), list, listformat.Options{Format: listformat.Plain, MaxEntries: 250_000})
			if !errors.Is(err, fault.TooLarge) && !errors.Is(err, fault.Invalid) {
				t.Errorf("%v, want fault.TooLarge or fault.Invalid", err)
			}
			if report.Bytes > 3<<20 || list.most > 3<<20 {
				t.Errorf("%d bytes were unpacked and %d in use before it was refused", report.Bytes, list.most)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	const three = "192.0.2.1\n192.0.2.2\n192.0.2.3\n"
	_, set := read(t, three, listformat.Options{MaxBytes: int64(len(three)), MaxEntries: 3})
	if set.Len() != 3 {
		t.Errorf("%d networks at the limits, want 3", set.Len())
	}
	for name, options := range map[string]listformat.Options{
		"bytes":   {MaxBytes: int64(len(three)) - 1},
		"entries": {MaxEntries: 2},
	} {
		why := refused(t, three, options)
		wantKind(t, why, fault.TooLarge)
		_, _, err := listformat.Read(t.Context(), bytes.NewReader(gzipped(t, []byte(three))), options)
		if name == "entries" {
			wantKind(t, err, fault.TooLarge)
		}
	}
	wantKind(t, refused(t, "192.0.2.1 - 192.0.2.254", listformat.Options{MaxEntries: 13}), fault.TooLarge)
	if _, set := read(t, "192.0.2.1 - 192.0.2.254", listformat.Options{MaxEntries: 14}); set.Len() != 14 {
		t.Errorf("%d networks of a range, want 14", set.Len())
	}
	wantKind(t, refused(t, "192.0.2.1\nx\ny\n", listformat.Options{Format: listformat.Plain, MaxEntries: 2}), fault.TooLarge)
	if _, _, err := listformat.Read(t.Context(), bytes.NewReader(gzipped(t, []byte(strings.Repeat(three, 100)))), listformat.Options{MaxBytes: 2000}); err == nil {
		t.Error("the limit of bytes does not hold for what is unpacked")
	}
}

// TestManyEntries has as many as there may be, and one more. Most are ranges, each of which comes to 14.
func TestManyEntries(t *testing.T) {
	var b bytes.Buffer
	for i := range listformat.MaxEntries / 14 {
		fmt.Fprintf(&b, "%d.%d.%d.1-%[1]d.%[2]d.%[3]d.254\n", 10+i>>16, i>>8&0xff, i&0xff)
	}
	for i := range listformat.MaxEntries % 14 {
		fmt.Fprintf(&b, "192.0.2.%d\n", i)
	}
	text := b.String()
	if report, set := read(t, text, listformat.Options{}); set.Len() != listformat.MaxEntries || report.Repeated > 0 {
		t.Errorf("%d networks, want all", set.Len())
	}
	wantKind(t, refused(t, text+"198.51.100.1\n", listformat.Options{}), fault.TooLarge)
}

// TestCancel ends the context while a list is read.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	reads := 0
	list := &endless{text: "192.0.2.1\n", read: func() {
		if reads++; reads == 10 {
			cancel()
		}
	}}
	report, set, err := listformat.Read(ctx, list, listformat.Options{})
	if !errors.Is(err, context.Canceled) || set.Len() > 0 || reads > 10 {
		t.Errorf("%v and %d networks after %d reads, want that it was cancelled after 10", err, set.Len(), reads)
	}
	if report.Entries == 0 || report.Bytes == 0 {
		t.Errorf("%+v does not say what was read until then", report)
	}
}

// TestReaderFails passes on why a list could not be read to its end, packed or not.
func TestReaderFails(t *testing.T) {
	broken := errors.New("the line went dead")
	text := []byte(strings.Repeat("192.0.2.1\n", 20_000))
	for name, list := range map[string][]byte{"plain": text, "packed": gzipped(t, randomAddresses(20_000))} {
		for _, n := range []int{0, 1, 5, len(list) / 2} {
			r := io.MultiReader(bytes.NewReader(list[:n]), iotest.ErrReader(broken))
			if _, set, err := listformat.Read(t.Context(), r, listformat.Options{}); !errors.Is(err, broken) || set.Len() > 0 {
				t.Errorf("%s, %d bytes: %v and %d networks, want what the reader said", name, n, err, set.Len())
			}
		}
	}
}

func randomAddresses(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "10.%d.%d.%d\n", i*7%251, i*13%241, i*31%239)
	}
	return b.Bytes()
}

// TestSlowReader gets one byte at a time.
func TestSlowReader(t *testing.T) {
	for _, path := range corpus(t) {
		text := gzipped(t, content(t, path))
		want, wantSet, wantErr := listformat.Read(t.Context(), bytes.NewReader(text), listformat.Options{})
		got, gotSet, gotErr := listformat.Read(t.Context(), iotest.OneByteReader(bytes.NewReader(text)), listformat.Options{})
		if diff := cmp.Diff(want, got); diff != "" || !gotSet.Equal(wantSet) || (wantErr == nil) != (gotErr == nil) {
			t.Errorf("%s: %v, %v; at once, one by one:\n%s", path, wantErr, gotErr, diff)
		}
	}
}

// TestDamagedGzip cuts a packed list everywhere, and changes each byte of it.
func TestDamagedGzip(t *testing.T) {
	packed := gzipped(t, randomAddresses(200))
	_, whole, err := listformat.Read(t.Context(), bytes.NewReader(packed), listformat.Options{})
	if err != nil || whole.Len() == 0 {
		t.Fatal(err)
	}
	for n := 3; n < len(packed); n++ {
		_, set, err := listformat.Read(t.Context(), bytes.NewReader(packed[:n]), listformat.Options{})
		wantKind(t, err, fault.Invalid)
		if set.Len() > 0 {
			t.Errorf("the first %d bytes of %d came to %d networks", n, len(packed), set.Len())
		}
	}
	for n := 10; n < len(packed); n++ {
		changed := bytes.Clone(packed)
		changed[n] ^= 0x55
		if _, set, err := listformat.Read(t.Context(), bytes.NewReader(changed), listformat.Options{}); err == nil {
			t.Errorf("with byte %d changed it came to %d networks", n, set.Len())
		}
	}
	two := append(gzipped(t, []byte("192.0.2.1\n")), gzipped(t, []byte("192.0.2.2\n"))...)
	if _, set := read(t, string(two), listformat.Options{}); set.Len() != 2 {
		t.Errorf("two packed parts came to %d networks, want 2", set.Len())
	}
}

func TestLongLines(t *testing.T) {
	long := "begins so" + strings.Repeat("x", listformat.MaxLine)
	report, set := read(t, "192.0.2.1\n"+long+"\n192.0.2.2\n"+long+long+long, listformat.Options{})
	if networks(set) != "192.0.2.1/32 192.0.2.2/32" || report.Lines != 4 {
		t.Errorf("%s of %d lines, want the two between the long ones", networks(set), report.Lines)
	}
	if diff := cmp.Diff(map[listformat.Reason]int64{listformat.LongLine: 2}, dropped(report)); diff != "" {
		t.Errorf("dropped (-want +got):\n%s", diff)
	}
	for _, sample := range report.Dropped[0].Samples {
		if !strings.HasPrefix(sample.Text, "begins so") {
			t.Errorf("line %d: %q, want its beginning", sample.Line, sample.Text)
		}
	}
	padded := strings.Repeat(" ", listformat.MaxLine-20) + "192.0.2.9"
	if _, set := read(t, "192.0.2.1\n"+padded+"\n192.0.2.2", listformat.Options{}); set.Len() != 3 {
		t.Errorf("%s, want the one on a line that is just not too long, too", networks(set))
	}
}

// TestLimitsOfJSON has what is just within them, and what is one more.
func TestLimitsOfJSON(t *testing.T) {
	for name, layout := range map[string]func(n int) string{
		"text":   func(n int) string { return `["192.0.2.1","` + strings.Repeat("x", listformat.MaxLine+n) + `"]` },
		"name":   func(n int) string { return `["192.0.2.1",{"` + strings.Repeat("x", listformat.MaxLine+n) + `":1}]` },
		"number": func(n int) string { return `["192.0.2.1",` + strings.Repeat("1", listformat.MaxLine+n) + `]` },
		"depth": func(n int) string {
			deep := listformat.MaxDepth - 1 + n
			return `["192.0.2.1",` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + `]`
		},
	} {
		if _, set := read(t, layout(0), listformat.Options{}); set.Len() != 1 {
			t.Errorf("%s at the limit: %d networks, want 1", name, set.Len())
		}
		wantKind(t, refused(t, layout(1), listformat.Options{}), fault.Invalid)
	}
}

// TestEmptyCells has a first cell that is empty: no comment begins with a separator.
func TestEmptyCells(t *testing.T) {
	for separator, format := range map[string]listformat.Format{";": listformat.CSV, ",": listformat.CSV, "\t": listformat.TSV} {
		text := strings.ReplaceAll("a+192.0.2.1\n+192.0.2.2\n\n \n# 192.0.2.3+192.0.2.3\n// 192.0.2.4\n", "+", separator)
		report, set := read(t, text, listformat.Options{Format: format})
		if networks(set) != "192.0.2.1/32 192.0.2.2/32" || report.Comments != 4 || len(report.Dropped) > 0 {
			t.Errorf("%q: %s, %+v", separator, networks(set), report)
		}
	}
}

func TestQuotes(t *testing.T) {
	const text = `"192.0.2.1" ,a
 "192.0.2.2","b, ""c"""
"192.0.2.3"4,d
"192.0.2.5,e
"192.0.2.6""",f
192.0.2.7,"g
`
	report, set := read(t, text, listformat.Options{Format: listformat.CSV, Column: "1"})
	if networks(set) != "192.0.2.1/32 192.0.2.2/32" {
		t.Errorf("%s, want the first two", networks(set))
	}
	want := map[listformat.Reason]int64{listformat.BadQuotes: 3, listformat.NotAnAddress: 1}
	if diff := cmp.Diff(want, dropped(report)); diff != "" {
		t.Errorf("dropped (-want +got):\n%s", diff)
	}
}

func TestSamplesAreFewShortAndHarmless(t *testing.T) {
	evil := "\x1b]0;title\x07\xff\u202e\u2028" + strings.Repeat("é", 300)
	report, _ := read(t, strings.Repeat("192.0.2.1\n", 50)+strings.Repeat(evil+"\n", 40), listformat.Options{})
	if len(report.Dropped) != 1 || report.Dropped[0].N != 40 || len(report.Dropped[0].Samples) != 20 {
		t.Fatalf("%+v, want 20 samples of 40", report.Dropped)
	}
	for i, sample := range report.Dropped[0].Samples {
		if sample.Line != int64(51+i) || len(sample.Text) > 200 || len(sample.Text) < 100 || !utf8.ValidString(sample.Text) ||
			strings.ContainsAny(sample.Text, "\x1b\x07\u202e\u2028\n") {
			t.Errorf("line %d: %q", sample.Line, sample.Text)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, test := range map[string]struct {
		options listformat.Options
		fields  []string
	}{
		"fine":            {listformat.Options{Format: listformat.CSV, Column: "ip", Last: "3", Path: "a[].b, $.c[*][*], [].d"}, nil},
		"format":          {listformat.Options{Format: "xml"}, []string{"format"}},
		"hosts":           {listformat.Options{Format: listformat.Hosts}, []string{"format"}},
		"column 0":        {listformat.Options{Column: "0", Last: "-1"}, []string{"column", "last"}},
		"last alone":      {listformat.Options{Last: "2"}, []string{"column"}},
		"no path":         {listformat.Options{Path: "a,"}, []string{"path"}},
		"dots":            {listformat.Options{Path: "a..b"}, []string{"path"}},
		"one of an array": {listformat.Options{Path: "a[0].b"}, []string{"path"}},
		"empty steps":     {listformat.Options{Path: "..a"}, []string{"path"}},
		"brackets":        {listformat.Options{Path: "a.[].b"}, []string{"path"}},
		"control":         {listformat.Options{Path: "a\x00"}, []string{"path"}},
	} {
		t.Run(name, func(t *testing.T) {
			var fields []string
			if wrong, ok := errors.AsType[*fault.Fault](test.options.Check()); ok {
				for _, field := range wrong.Fields {
					fields = append(fields, field.Location)
				}
			}
			if diff := cmp.Diff(test.fields, fields); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(test.fields) > 0 {
				wantKind(t, refused(t, "192.0.2.1", test.options), fault.Invalid)
			}
		})
	}
}
