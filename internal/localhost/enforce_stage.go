package localhost

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/prefixset"
)

const (
	// maxListEntries is the largest list that is taken.
	maxListEntries = 2_000_000
	// maxOrderLists is how many lists an order may have, and maxOrderNetworks how many networks it may allow or protect.
	maxOrderLists    = 500
	maxOrderNetworks = 10_000
)

// staging is a list that comes in pieces.
type staging struct{ total, entries int }

// StageList implements [host.Enforcer].
func (e *Enforcer) StageList(ctx context.Context, piece host.ListPiece) error {
	ctx, cancel := limited(ctx, enforceWithin)
	defer cancel()
	if _, err := e.open(); err != nil {
		return err
	}
	set, err := checkPiece(piece)
	if err != nil {
		return err
	}
	end, err := e.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if e.kept.has(piece.Digest) {
		return e.kept.touch(piece.Digest)
	}
	return e.stage(piece, set.Len())
}

func checkPiece(piece host.ListPiece) (prefixset.Set, error) {
	switch {
	case !digestForm.MatchString(piece.Digest):
		return prefixset.Set{}, fault.Invalid.Errorf("%q is not a digest of a list", piece.Digest)
	case piece.Total < 0 || piece.Total > maxListEntries:
		return prefixset.Set{}, fault.Invalid.Errorf("a list may have at most %d entries, not %d", maxListEntries, piece.Total)
	}
	set, err := prefixset.Decode(piece.Entries, host.MaxPieceEntries)
	if err != nil {
		return prefixset.Set{}, fault.Invalid.Wrapf(err, "a piece of the list cannot be read: %s", err.Error())
	}
	if piece.Offset < 0 || piece.Offset+set.Len() > piece.Total {
		return prefixset.Set{}, fault.Invalid.Errorf("a piece of %d entries does not begin at %d of %d", set.Len(), piece.Offset, piece.Total)
	}
	return set, nil
}

// stage adds a piece of n entries to those before it.
func (e *Enforcer) stage(piece host.ListPiece, n int) error {
	part := piece.Digest + ".part"
	s, err := e.staged(piece)
	if err != nil {
		return err
	}
	switch {
	case piece.Total != s.total:
		return fault.Invalid.Errorf("the list was announced with %d entries, not %d", s.total, piece.Total)
	case piece.Offset+n <= s.entries && piece.Total != s.entries:
		return nil // it has come already
	case piece.Offset != s.entries:
		return fault.Invalid.Errorf("the next piece begins at entry %d, not %d", s.entries, piece.Offset)
	}
	if err := e.kept.append(part, piece.Entries, s.entries == 0); err != nil {
		return err
	}
	s.entries += n
	if s.entries < s.total {
		return nil
	}
	delete(e.staging, piece.Digest)
	return e.kept.complete(piece.Digest, part)
}

// staged is what there is of a list. What an earlier process has left is counted.
func (e *Enforcer) staged(piece host.ListPiece) (*staging, error) {
	if s, ok := e.staging[piece.Digest]; ok && piece.Offset > 0 {
		return s, nil
	}
	s := &staging{total: piece.Total}
	if piece.Offset > 0 {
		data, err := os.ReadFile(e.kept.path("lists", piece.Digest+".part"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, e.kept.unwritten(err)
		}
		if set, err := prefixset.Decode(data, maxListEntries); err == nil {
			s.entries = set.Len()
		}
	}
	e.staging[piece.Digest] = s
	return s, nil
}

// append adds bytes to a list that is not complete.
func (k kept) append(part string, data []byte, first bool) error {
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if first {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(k.path("lists", part), flags, 0o600)
	if err != nil {
		return k.unwritten(err)
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(k.path("lists", part)) // it begins anew
		return k.unwritten(err)
	}
	return nil
}

// complete looks whether a list is what it should be, and gives it its name.
func (k kept) complete(digest, part string) error {
	path := k.path("lists", part)
	data, err := os.ReadFile(path)
	if err != nil {
		return k.unwritten(err)
	}
	set, err := prefixset.Decode(data, maxListEntries)
	if err != nil || set.Digest() != digest {
		_ = os.Remove(path) // it begins anew
		return fault.Invalid.Wrapf(err, "the list that arrived is not the one that was announced: its digest is another one").
			WithMend("Send it again from its first piece.")
	}
	if err := writeDurably(k.path("lists", digest), data); err != nil {
		return k.unwritten(err)
	}
	k.give("lists/" + digest)
	_ = os.Remove(path) // it is swept away later
	return nil
}

// touch keeps a list from being swept away.
func (k kept) touch(digest string) error {
	now := time.Now()
	if err := os.Chtimes(k.path("lists", digest), now, now); err != nil {
		return k.unwritten(err)
	}
	return nil
}
