package configdir

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"bangui/internal/fault"
)

// MaxText is the largest size of a file, in bytes.
const MaxText = 1 << 20

// maxName is the longest name of a file, in bytes: a little less than file systems take, for what is put in front of it meanwhile.
const maxName = 200

// nameForm is what a file may be called.
var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// Dirs are the directories that fail2ban reads below that of the configuration.
func Dirs() []string { return []string{"action.d", "fail2ban.d", "filter.d", "jail.d"} }

// CheckName fails with fault.Invalid if a name is none of a file of the configuration: one directly in the directory or in one of [Dirs], with
// slashes.
func CheckName(name string) error {
	dir, base := path.Split(name)
	switch {
	case dir != "" && (!strings.HasSuffix(dir, "/") || !slices.Contains(Dirs(), strings.TrimSuffix(dir, "/"))):
		return badName(name, "files lie in the directory itself or in one of "+strings.Join(Dirs(), ", "))
	case !nameForm.MatchString(base):
		return badName(name, "the name of a file has letters, digits, _, . and -, and begins with a letter or a digit")
	case len(base) > maxName:
		return badName(name, fmt.Sprintf("the name of a file has at most %d characters", maxName))
	case !strings.HasSuffix(base, ".conf") && !strings.HasSuffix(base, ".local") && !strings.HasSuffix(base, ".py"):
		return badName(name, "fail2ban reads files that end in .conf or .local")
	}
	return nil
}

func badName(name, rule string) error {
	return fault.Invalid.Errorf("%.80q is no file of fail2ban's configuration: %s", name, rule).WithField("name", "%s", rule)
}

// CheckWritableName fails with fault.Invalid if a file is none that we write: .conf files belong to the packages of the system.
func CheckWritableName(name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if !strings.HasSuffix(name, ".local") {
		instead := strings.TrimSuffix(name, path.Ext(name)) + ".local"
		return fault.Invalid.Errorf("%s is not written: it belongs to fail2ban's package, and its next upgrade would replace or keep it at will", name).
			WithField("name", "only files that end in .local are written").
			WithMend("Put what shall be different into %s: it wins over %s.", instead, name)
	}
	return nil
}

// CheckText fails with fault.Invalid or fault.TooLarge if fail2ban would not read a text as what it is.
func CheckText(name string, text []byte) error {
	switch {
	case len(text) > MaxText:
		return fault.TooLarge.Errorf("%s would have %d bytes; a file may have %d", name, len(text), MaxText).WithField("text", "at most %d bytes", MaxText)
	case bytes.HasPrefix(text, []byte("\ufeff")):
		return badText(name, 1, "a byte order mark stands at the beginning, for which fail2ban rejects the whole configuration", "Save the text as UTF-8 without a mark.")
	case bytes.IndexByte(text, 0) >= 0:
		return badText(name, lineOf(text, bytes.IndexByte(text, 0)), "a NUL byte is no text", "Remove it; is this a text file?")
	case !utf8.Valid(text):
		return badText(name, lineOf(text, invalidAt(text)), "the text is not UTF-8", "Save it as UTF-8.")
	}
	return nil
}

func badText(name string, line int, rule, mend string) error {
	return fault.Invalid.Errorf("%s, line %d: %s", name, line, rule).WithField("text", "line %d: %s", line, rule).WithMend("%s", mend)
}

// invalidAt is the place of the first byte that is no UTF-8.
func invalidAt(text []byte) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return len(text)
}

func lineOf(text []byte, at int) int { return 1 + bytes.Count(text[:at], []byte("\n")) }

// Hash is the SHA-256 of a text as lower-case hexadecimal.
func Hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
