package revision

import (
	"context"

	"bangui/internal/audit"
	"bangui/internal/host"
)

// Store keeps drafts and revisions.
type Store interface {
	// RecordAudit writes entries that belong to no change of the store.
	RecordAudit(ctx context.Context, entries ...audit.Entry) error

	// Draft returns the draft of a user for a host; one without files if there is none.
	Draft(ctx context.Context, hostName string, user int64) (Draft, error)
	// ChangeDraft puts files into a draft and takes others out: all of it, or nothing. It fails with fault.Conflict if the draft is not any more what the
	// change was made from, and with fault.TooLarge if it would have more than [MaxFiles]; also if the host or the user is not known any more.
	ChangeDraft(ctx context.Context, hostName string, user int64, change DraftChange) error
	// RemoveDraftFile takes a file out of a draft. One that is not there is no error.
	RemoveDraftFile(ctx context.Context, hostName string, user int64, name string) error
	// DiscardDraft removes a draft.
	DiscardDraft(ctx context.Context, hostName string, user int64) error

	// MakeRevision stores a new one with its files and returns it with its ID. It fails with fault.Conflict while another one of the host has not
	// come to its end.
	MakeRevision(ctx context.Context, made Revision, entry audit.Entry) (Revision, error)
	// SaveState stores how far a revision is; entries are written only if that has changed. It reports whether it has. What has come to its end stays
	// as it is.
	SaveState(ctx context.Context, id int64, state host.ApplyState, entries ...audit.Entry) (changed bool, err error)
	// Revision returns one with its files. It fails with fault.NotFound.
	Revision(ctx context.Context, id int64) (Revision, error)
	// Revisions returns revisions without the texts of their files, newest first.
	Revisions(ctx context.Context, query Query) ([]Revision, error)
	// OpenRevisions returns those that have not come to their end, without files.
	OpenRevisions(ctx context.Context) ([]Revision, error)
	// AppliedFiles returns the files of revisions of a host that are in force or were, also of one that waits to be confirmed, by name: each as it was
	// at a moment, which is after the last revision with an ID less than at, or, where none of these changed it, before the first one with a greater
	// ID. Files that no revision but at changed, or none with an ID greater than since, are left out.
	AppliedFiles(ctx context.Context, hostName string, at, since int64) ([]AppliedFile, error)
}

// DraftChange is what is to become of a draft.
type DraftChange struct {
	// Was is the hash of the draft that the change was made from, see [Draft.Hash].
	Was string
	// Out are the names of files that are taken out first; one that is not there is no error. Put are files that come in, over those of the same name.
	Out []string
	Put []DraftFile
}

// AppliedFile is a file that a revision which was applied left, or found.
type AppliedFile struct {
	Name string
	Content
	// Revision is the one that left or found it like that, Author who made it.
	Revision int64
	Author   string
}

// MaxFiles is how many files a draft may have.
const MaxFiles = 100
