package listformat_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"

	"bangui/internal/fault"
	"bangui/internal/listformat"
	"bangui/internal/prefixset"
)

func gzipped(t testing.TB, text []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(text)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// read reads a list that can be read.
func read(t testing.TB, text string, options listformat.Options) (listformat.Report, prefixset.Set) {
	t.Helper()
	report, set, err := listformat.Read(t.Context(), strings.NewReader(text), options)
	if err != nil {
		t.Fatal(fault.Cause(err))
	}
	return report, set
}

// refused reads a list that cannot be read, and returns why not.
func refused(t testing.TB, text string, options listformat.Options) *fault.Fault {
	t.Helper()
	_, set, err := listformat.Read(t.Context(), strings.NewReader(text), options)
	why, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		t.Fatalf("%v, want a fault", err)
	}
	if set.Len() > 0 {
		t.Errorf("it was refused (%s), but %s came of it", why, networks(set))
	}
	return why
}

// networks writes a set.
func networks(s prefixset.Set) string {
	var fields []string
	for p := range s.All() {
		fields = append(fields, p.String())
	}
	return strings.Join(fields, " ")
}

// dropped is how many were left out, by reason.
func dropped(r listformat.Report) map[listformat.Reason]int64 {
	n := make(map[listformat.Reason]int64)
	for _, d := range r.Dropped {
		n[d.Reason] = d.N
	}
	return n
}
