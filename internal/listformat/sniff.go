package listformat

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
)

// HeadBytes is how much of a list [Sniff] needs to see.
const HeadBytes = MaxLine

// Sniff tells what a list looks like by its first [HeadBytes] bytes, or by all of it if it is shorter. It may be gzipped.
func Sniff(head []byte) Guess {
	if !bytes.HasPrefix(head, []byte(gzipMagic)) {
		return look(head[:min(len(head), HeadBytes)])
	}
	plain, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return Guess{Reading: Reading{Format: Binary}, Confidence: 1, Why: "it begins as gzip does, but is damaged"}
	}
	unpacked, _ := io.ReadAll(io.LimitReader(plain, HeadBytes)) // what could be unpacked before the end of the head is enough
	return look(unpacked)
}

// look judges the first HeadBytes bytes of a list, or all of it, without packing.
func look(head []byte) Guess {
	text := bytes.TrimPrefix(head, []byte(byteOrderMark))
	if g, ok := lookForeign(text); ok {
		return g
	}
	if start := bytes.TrimSpace(text); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		if g, ok := lookJSON(start); ok {
			return g
		}
	}
	return lookLines(headLines(text, len(head) >= HeadBytes))
}

// byteOrderMark stands before some texts in UTF-8.
const byteOrderMark = "\ufeff"

// magics are how files begin that are no text.
func magics() map[string]string {
	return map[string]string{
		"PK\x03\x04": "a ZIP archive", "BZh": "packed by bzip2", "\xfd7zXZ\x00": "packed by xz", "\x28\xb5\x2f\xfd": "packed by zstd",
		"7z\xbc\xaf\x27\x1c": "a 7-Zip archive", "%PDF": "a PDF document", gzipMagic: "gzipped twice",
		"\xff\xfe": "text in UTF-16", "\xfe\xff": "text in UTF-16",
	}
}

// lookForeign recognises what is no list.
func lookForeign(text []byte) (Guess, bool) {
	for magic, what := range magics() {
		if bytes.HasPrefix(text, []byte(magic)) {
			return Guess{Reading: Reading{Format: Binary}, Confidence: 1, Why: "it is " + what}, true
		}
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return Guess{Reading: Reading{Format: Binary}, Confidence: 1, Why: "it has bytes of the value 0, as in UTF-16 or a program"}, true
	}
	start := bytes.TrimSpace(text)
	if len(start) == 0 || start[0] != '<' {
		return Guess{}, false
	}
	first, _, _ := strings.Cut(string(start), "\n")
	return Guess{Reading: Reading{Format: HTML}, Confidence: 1, Why: "it begins with " + shown(first)}, true
}

// shown is a foreign text within a sentence, short and harmless.
func shown(text string) string {
	const most = 60
	if len(text) > most {
		return "“" + harmless([]byte(text[:most])) + "…”"
	}
	return "“" + harmless([]byte(text)) + "”"
}
