package conf

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// appendPython writes a value as Python's repr does. Lists are []any and []string, dicts are Dict.
func appendPython(out []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(out, "None"...)
	case bool:
		if v {
			return append(out, "True"...)
		}
		return append(out, "False"...)
	case int64:
		return strconv.AppendInt(out, v, 10)
	case *big.Int:
		return v.Append(out, 10)
	case string:
		return appendPythonString(out, v)
	case []any:
		return appendPythonList(out, v)
	case Dict:
		return appendPythonDict(out, v)
	}
	panic(fmt.Sprintf("conf: a command has a %T", value)) // a fault of this package
}

func appendPythonList(out []byte, list []any) []byte {
	out = append(out, '[')
	for i, item := range list {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendPython(out, item)
	}
	return append(out, ']')
}

func appendPythonDict(out []byte, dict Dict) []byte {
	out = append(out, '{')
	for i, pair := range dict {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendPythonString(out, pair.Key)
		out = append(out, ": "...)
		out = appendPython(out, pair.Value)
	}
	return append(out, '}')
}

// appendPythonString prefers single quotes. Source: Objects/unicodeobject.c, unicode_repr.
func appendPythonString(out []byte, s string) []byte {
	quote := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	out = append(out, quote)
	for _, r := range s {
		switch {
		case r == rune(quote) || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, `\n`...)
		case r == '\r':
			out = append(out, `\r`...)
		case r == '\t':
			out = append(out, `\t`...)
		case unicode.IsPrint(r):
			out = utf8.AppendRune(out, r)
		case r < 0x100:
			out = fmt.Appendf(out, `\x%02x`, r)
		case r < 0x10000:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = fmt.Appendf(out, `\U%08x`, r)
		}
	}
	return append(out, quote)
}

// pythonString is text as it is in fail2ban's messages.
func pythonString(s string) string { return string(appendPythonString(nil, s)) }

// jsonObject writes text values as Python's json.dumps does.
func jsonObject(options *values) string {
	out := []byte{'{'}
	for name, value := range options.all() {
		if len(out) > 1 {
			out = append(out, ", "...)
		}
		out = appendJSON(out, name)
		out = append(out, ": "...)
		out = appendJSON(out, value.Text())
	}
	return string(append(out, '}'))
}

// appendJSON writes text with ASCII characters only. Source: json.encoder.py_encode_basestring_ascii.
func appendJSON(out []byte, s string) []byte {
	out = append(out, '"')
	for _, r := range s {
		if at := strings.IndexRune("\"\\\n\r\t\b\f", r); at >= 0 {
			out = append(out, '\\', `"\nrtbf`[at])
			continue
		}
		switch {
		case ' ' <= r && r <= '~':
			out = append(out, byte(r))
		case r < 0x10000:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		}
	}
	return append(out, '"')
}
