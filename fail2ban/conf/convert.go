package conf

import (
	"math/big"
	"strings"
	"unicode"
)

// maxDigits is how many digits Python takes as a number. Source: sys.int_info.default_max_str_digits.
const maxDigits = 4300

// parseInt reads a whole number as Python's int does: with white space around it, a sign, single underscores between digits, and the
// digits of any script.
func parseInt(text string) (any, bool) {
	text = trim(text)
	negative := strings.HasPrefix(text, "-")
	if negative || strings.HasPrefix(text, "+") {
		text = text[1:]
	}
	digits, ok := plainDigits(text)
	if !ok || len(digits) > maxDigits {
		return nil, false
	}
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return nil, false
	}
	if negative {
		n.Neg(n)
	}
	if n.IsInt64() {
		return n.Int64(), true
	}
	return n, true
}

// plainDigits are the digits of text as 0 to 9, if it has nothing else.
func plainDigits(text string) (string, bool) {
	var digits []byte
	before := '_'
	for _, r := range text {
		switch {
		case r == '_' && before != '_':
		case unicode.Is(unicode.Nd, r):
			digits = append(digits, '0'+byte(digitValue(r)))
		default:
			return "", false
		}
		before = r
	}
	return string(digits), before != '_'
}

// digitValue is what a digit of any script stands for: Unicode has those of a script in a row, beginning with zero.
func digitValue(r rune) int {
	for _, span := range unicode.Nd.R16 {
		if rune(span.Lo) <= r && r <= rune(span.Hi) {
			return int(r-rune(span.Lo)) % 10
		}
	}
	for _, span := range unicode.Nd.R32 {
		if rune(span.Lo) <= r && r <= rune(span.Hi) {
			return int(r-rune(span.Lo)) % 10
		}
	}
	return 0
}
