package account

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of passwords and user names, in characters; see also maxPasswordBytes.
const (
	MinPassword = 12
	MaxPassword = 1024
	MaxName     = 64
)

// maxPasswordBytes is what the longest password may take in UTF-8.
const maxPasswordBytes = MaxPassword * utf8.UTFMax

// commonPasswords has one password a line, in lower case, sorted, all long enough for the other rules.
//
//go:embed common_passwords.txt
var commonPasswords string

// passwordProblem says what is wrong with a new password; empty if nothing is.
// Source of the rules: NIST SP 800-63B, 5.1.1.2: length and a list of common ones, no rules of composition.
func passwordProblem(password, name string) string {
	length := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return "is not valid text"
	case length < MinPassword:
		return "must have at least 12 characters"
	case length > MaxPassword:
		return "must have at most 1024 characters"
	case distinct(password) < 5:
		return "repeats too few characters"
	case name != "" && strings.Contains(strings.ToLower(password), strings.ToLower(name)) && length < MinPassword+len(name):
		return "must not be made of the user name"
	case isCommon(password):
		return "is one of the passwords that attackers try first"
	}
	return ""
}

// isCommon tells whether the list has the password, also without the digits and signs at its end.
func isCommon(password string) bool {
	lower := strings.ToLower(password)
	word := strings.TrimRightFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	return listed(lower) || (utf8.RuneCountInString(word) >= MinPassword && listed(word))
}

func listed(password string) bool {
	for line := range strings.Lines(commonPasswords) {
		if strings.TrimSuffix(line, "\n") == password {
			return true
		}
	}
	return false
}

func distinct(s string) int {
	seen := make(map[rune]struct{})
	for _, r := range s {
		seen[r] = struct{}{}
	}
	return len(seen)
}

// nameProblem says what is wrong with a user name; empty if nothing is.
func nameProblem(name string) string {
	switch {
	case name == "":
		return "must not be empty"
	case len(name) > MaxName:
		return "must have at most 64 characters"
	case !validName(name):
		return "must begin with a letter or digit and have only letters a to z, digits and . _ - @ +"
	}
	return ""
}

// validName keeps to ASCII, so that "unique without regard to case" means the same in both databases.
func validName(name string) bool {
	for i := range len(name) {
		c := name[i]
		alphanumeric := '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !alphanumeric && (i == 0 || !strings.ContainsRune("._-@+", rune(c))) {
			return false
		}
	}
	return name != "" && len(name) <= MaxName
}
