package conf

import (
	"slices"
	"strings"
)

// maxAlign is how far further lines of a value are indented at most when they are put below the first one.
const maxAlign = 24

// lineEnd is what the file ends its lines with.
func (f *File) lineEnd() string {
	if len(f.lines) > 0 && f.lines[0].end != "" {
		return f.lines[0].end
	}
	return "\n"
}

// insertLines puts lines in front of line i, from 0.
func (f *File) insertLines(i int, texts ...string) {
	end := f.lineEnd()
	if i > 0 && f.lines[i-1].end == "" {
		f.lines[i-1].end = end
	}
	added := make([]line, len(texts))
	for n, text := range texts {
		added[n] = line{text, end}
	}
	f.lines = slices.Insert(f.lines, i, added...)
}

// addSection adds a header at the end, with an empty line in front of it.
func (f *File) addSection(name string) {
	header := []string{"[" + name + "]"}
	if n := len(f.lines); n > 0 && trim(f.lines[n-1].text) != "" {
		header = []string{"", header[0]}
	}
	f.insertLines(len(f.lines), header...)
	f.read()
}

// removeSection removes the header and the options of a section, and the empty lines behind it, or in front of it at the end of the file.
func (f *File) removeSection(s *Section) {
	from, to := s.Line-1, s.Line
	if n := len(s.Options); n > 0 {
		to = s.Options[n-1].End
	}
	isEmpty := func(i int) bool { return trim(f.lines[i].text) == "" }
	for to < len(f.lines) && isEmpty(to) {
		to++
	}
	if to == len(f.lines) && from > 0 && isEmpty(from-1) {
		from--
	}
	f.lines = slices.Delete(f.lines, from, to)
}

// addOption writes an option behind the others of its section, as deep as they are.
func (f *File) addOption(s *Section, option string, value []string) {
	at, indent := s.Line, ""
	if n := len(s.Options); n > 0 {
		last := s.Options[n-1]
		at = last.End
		indent, _ = f.lines[last.Line-1].indent()
	} else {
		indent, _ = f.lines[s.Line-1].indent()
	}
	head := indent + option + " = "
	further := indent + strings.Repeat(" ", min(len(option)+3, maxAlign))
	if value[0] == "" && len(value) > 1 {
		further = indent + "    "
	}
	texts := []string{trimRight(head + value[0])}
	for _, text := range value[1:] {
		texts = append(texts, trimRight(further+text))
	}
	f.insertLines(at, texts...)
}

// replaceValue writes another value for an option. Lines that stay the same at its beginning and its end are not touched.
func (f *File) replaceValue(o *Option, value []string) {
	parts := o.parts
	most := min(len(parts), len(value))
	same := 0
	for same < most && parts[same].text == value[same] {
		same++
	}
	tail := 0
	// the first line has the name of the option, and is changed rather than removed
	for tail < most-max(same, 1) && parts[len(parts)-1-tail].text == value[len(value)-1-tail] {
		tail++
	}
	old, changed := parts[same:len(parts)-tail], value[same:len(value)-tail]
	further := f.furtherIndent(o)
	behind := o.Line // the line, from 0, in front of which what is new goes
	if same > 0 {
		behind = parts[same-1].line + 1
	}
	n := min(len(old), len(changed))
	for i := range n {
		f.replaceText(old[i].line, old[i].line == o.Line-1, changed[i], further)
		behind = old[i].line + 1
	}
	for i := len(old) - 1; i >= n; i-- {
		f.lines = slices.Delete(f.lines, old[i].line, old[i].line+1)
	}
	var added []string
	for _, text := range changed[n:] {
		added = append(added, trimRight(further+text))
	}
	if len(added) > 0 {
		f.insertLines(behind, added...)
	}
}

// furtherIndent is how deep further lines of a value are: as those that are there, or below the first one.
func (f *File) furtherIndent(o *Option) string {
	for _, p := range o.parts[1:] {
		if p.text != "" {
			indent, _ := f.lines[p.line].indent()
			return indent
		}
	}
	head := f.lines[o.Line-1]
	indent, width := head.indent()
	from, _ := valueSpan(head, true)
	return indent + strings.Repeat(" ", min(max(len([]rune(head.text[:from]))-width, 2), maxAlign))
}

// replaceText writes another text into a line of a value, and keeps what is around it.
func (f *File) replaceText(i int, first bool, text, further string) {
	l := &f.lines[i]
	if !first {
		indent, _ := l.indent()
		if text == "" || trim(l.text) == "" {
			l.text = trimRight(further + text)
			return
		}
		_, to := valueSpan(*l, false)
		l.text = indent + text + l.text[to:]
		return
	}
	from, to := valueSpan(*l, true)
	head := l.text[:from]
	if name := strings.TrimRight(head, "=:"); text != "" && name != head && trimRight(name) != name {
		text = " " + text // behind "name =" without a blank
	}
	if l.text = head + text + l.text[to:]; text == "" && to >= len(trimRight(l.text)) {
		l.text = trimRight(l.text)
	}
}

// valueSpan is where the value stands in a line, in bytes; in the first line of an option it stands behind the name.
func valueSpan(l line, first bool) (from, to int) {
	to = len(l.text)
	if at := inlineComment(l.text); at >= 0 {
		to = at
	}
	to = len(trimRight(l.text[:to]))
	if first {
		from = strings.IndexAny(l.text, "=:") + 1
	}
	to = max(to, from)
	from = to - len(trimLeft(l.text[from:to]))
	return from, to
}
