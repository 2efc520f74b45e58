package revision

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"bangui/internal/configdir"
	"bangui/internal/host"
)

// Content is what is in a file, or that there is none.
type Content struct {
	There bool
	Text  []byte
}

// Hash is that of the text; empty if there is no file.
func (c Content) Hash() string {
	if !c.There {
		return ""
	}
	return configdir.Hash(c.Text)
}

// Same tells whether both are the same.
func (c Content) Same(other Content) bool {
	return c.There == other.There && string(c.Text) == string(other.Text)
}

// DraftFile is one file of a draft.
type DraftFile struct {
	Name string
	// Base is the file as it was when it came into the draft, and Text what is to become of it.
	Base, Text Content
	UpdatedAt  time.Time
}

// Draft is what one person is about to change on one host. Its files are sorted by name.
type Draft struct {
	Host  string
	Files []DraftFile
}

// Hash tells one state of a draft from another; it is empty for an empty draft.
func (d Draft) Hash() string {
	if len(d.Files) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, f := range d.Files {
		_, _ = fmt.Fprintf(sum, "%s\x00%s\x00%s\n", f.Name, f.Base.Hash(), f.Text.Hash()) // never fails
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Changes is the draft as a host takes it.
func (d Draft) Changes() []host.FileChange {
	changes := make([]host.FileChange, 0, len(d.Files))
	for _, f := range d.Files {
		changes = append(changes, host.FileChange{Name: f.Name, Expect: f.Base.Hash(), Text: f.Text.Text, Remove: !f.Text.There})
	}
	return changes
}

// emptied takes all files out of the draft.
func (d Draft) emptied() DraftChange {
	change := DraftChange{Was: d.Hash()}
	for _, f := range d.Files {
		change.Out = append(change.Out, f.Name)
	}
	return change
}

// file is one of the draft.
func (d Draft) file(name string) (DraftFile, bool) {
	for _, f := range d.Files {
		if f.Name == name {
			return f, true
		}
	}
	return DraftFile{}, false
}
