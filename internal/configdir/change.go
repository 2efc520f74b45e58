package configdir

import (
	"slices"

	"bangui/internal/fault"
)

// Change is what is to become of a file.
type Change struct {
	Name string
	// Old is the hash of what is there, New that of what will be; empty for no file.
	Old, New string
	// Text is the new text, nil if the file is removed.
	Text []byte
}

// MaxChanges is the largest number of files in one change.
const MaxChanges = 100

// CheckChange fails if one of the rules is broken for a new text, or for a removal if text is nil.
func CheckChange(name string, text []byte) error {
	if err := CheckWritableName(name); err != nil || text == nil {
		return err
	}
	return CheckText(name, text)
}

// CheckChanges checks all, that each file is there once, and that they are not too many.
func CheckChanges(changes []Change) error {
	if len(changes) > MaxChanges {
		return fault.TooLarge.Errorf("%d files are too many for one change; at most %d", len(changes), MaxChanges)
	}
	seen := make([]string, 0, len(changes))
	for _, c := range changes {
		if err := CheckChange(c.Name, c.Text); err != nil {
			return err
		}
		if slices.Contains(seen, c.Name) {
			return fault.Invalid.Errorf("%s is changed twice", c.Name).WithField("name", "each file once")
		}
		seen = append(seen, c.Name)
	}
	return nil
}

// Compare fails with fault.Conflict if a file is not what a change was made for.
func (d *Dir) Compare(changes []Change) error {
	for _, c := range changes {
		file, ok, err := d.read(c.Name)
		if err != nil {
			return err
		}
		if ok && file.Hash == c.Old || !ok && c.Old == "" {
			continue
		}
		return Changed(c, ok)
	}
	return nil
}

// Changed is the fault for a file that is not what a change was made for; there tells whether it is there at all.
func Changed(c Change, there bool) error {
	what := "was changed"
	switch {
	case !there:
		what = "was removed"
	case c.Old == "":
		what = "was made"
	}
	return fault.Conflict.Errorf("%s %s by somebody else meanwhile", c.Name, what).
		WithMend("Nothing of theirs was overwritten. Look at the file as it is now, and make the change anew.")
}
