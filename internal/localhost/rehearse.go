package localhost

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/trial"
)

const (
	// pieceBytes and pieceLines bound the piece of a log that is looked at by one call, and pieceTime how much of a processor's time that may take.
	pieceBytes = 4 << 20
	pieceLines = 20_000
	pieceTime  = 10 * time.Second
	// warmLines are looked at again before a piece, and warmBytes is where they are looked for: some of them belong to sessions that go on.
	warmLines = 500
	warmBytes = 64 << 10
	// maxRehearsed bounds all pieces together.
	maxRehearsed = 512 << 20
	// rehearseWithin bounds one call, without a deadline of the caller's.
	rehearseWithin = 90 * time.Second
)

// Rehearse implements [host.Host].
func (h *Host) Rehearse(ctx context.Context, order host.RehearseOrder) (host.RehearsedPiece, error) {
	ctx, cancel := limited(ctx, rehearseWithin)
	defer cancel()
	if order.Since.Before(time.Now().Add(-(host.MaxRehearsedDays + 1) * 24 * time.Hour)) {
		return host.RehearsedPiece{}, fault.Invalid.Errorf("that is too far back").WithField("body.days", "use 1 to %d", host.MaxRehearsedDays)
	}
	r, piece, err := h.newRehearsal(ctx, order)
	if err != nil {
		return host.RehearsedPiece{}, err
	}
	at, err := parsePieceCursor(order.Cursor)
	if err != nil {
		return host.RehearsedPiece{}, err
	}
	read, err := h.readPiece(ctx, r.source, order.Since, at)
	if err != nil {
		return host.RehearsedPiece{}, err
	}
	piece.Lines, piece.Done, piece.Total = len(read.lines)-read.warm, read.done, read.total
	piece.Source, piece.Left = read.source, read.left
	if read.next != nil {
		piece.Cursor = read.next.String()
	}
	return piece, r.find(ctx, read, order.Since, &piece)
}

// rehearsal is a jail as it is, and as it is to be.
type rehearsal struct {
	present, changed *test
	source           source
	same             bool
}

func (h *Host) newRehearsal(ctx context.Context, order host.RehearseOrder) (r rehearsal, piece host.RehearsedPiece, err error) {
	if order.Own != nil {
		if err := checkOwn(*order.Own); err != nil {
			return r, piece, err
		}
	}
	var drafts [2][]host.FileChange
	drafts[1] = order.Draft
	tests, rules := [2]*test{}, [2]host.Rules{}
	for i, draft := range drafts {
		config, err := h.draftConfig(ctx, draft)
		if err != nil {
			return r, piece, err
		}
		jail, err := jailOf(config, order.Jail)
		if err != nil {
			return r, piece, err
		}
		tests[i] = &test{host: h, version: config.Version()}
		if tests[i].expressions, err = expressionsOf(jail); err != nil {
			return r, piece, err
		}
		if rules[i], err = rulesOf(jail); err != nil {
			return r, piece, err
		}
		if i == 0 {
			if r.source, err = sourceOf(config, order.Jail); err != nil {
				return r, piece, err
			}
		}
		tests[i].source = r.source
		tests[i].dated = r.source.journal()
		tests[i].raw = !tests[i].dated
	}
	if order.Own != nil {
		tests[1].expressions = *order.Own
	}
	for _, t := range tests {
		if len(t.expressions.FailRegex) == 0 {
			return r, piece, fault.Invalid.Errorf("the jail has no failregex: it finds nothing")
		}
	}
	r.present, r.changed = tests[0], tests[1]
	r.same = reflect.DeepEqual(normal(r.present.expressions), normal(r.changed.expressions))
	piece.Present, piece.Changed, piece.Same = rules[0], rules[1], r.same
	return r, piece, nil
}

// normal makes expressions that say the same equal.
func normal(e host.Expressions) host.Expressions {
	e.FailRegex, e.IgnoreRegex, e.MaxLines = slices.Concat(e.FailRegex), slices.Concat(e.IgnoreRegex), max(e.MaxLines, 1)
	return e
}

// find looks for failures with the present and, if they are others, with the changed expressions.
func (r rehearsal) find(ctx context.Context, read pieceOfLog, since time.Time, piece *host.RehearsedPiece) (err error) {
	piece.Failures, piece.Undated, piece.Refused, err = r.present.failures(ctx, read, since)
	if err != nil || piece.Refused != nil {
		piece.RefusedPresent = true
		return err
	}
	if r.same {
		piece.ChangedUndated = piece.Undated
		return nil
	}
	piece.ChangedFailures, piece.ChangedUndated, piece.Refused, err = r.changed.failures(ctx, read, since)
	return err
}

// failures are those in lines, without those in lines that are there for the sessions only.
func (t *test) failures(ctx context.Context, read pieceOfLog, since time.Time) (found []host.Failure, undated int, refused *host.Refusal, err error) {
	found = []host.Failure{}
	one := *t
	one.lines = read.lines
	sent, at := one.send(make([]host.TestedLine, len(read.lines)))
	if len(sent) == 0 {
		return found, 0, nil, nil
	}
	trace, result, err := one.try(ctx, sent, levelLines, pieceTime)
	if err != nil {
		return nil, 0, nil, err
	}
	told := trace.Lines()
	if unfinished(result) {
		if refused, err = one.stuck(ctx, sent, len(told)-1); err != nil || refused != nil {
			return found, 0, refused, err
		}
		return nil, 0, nil, fault.Unavailable.Errorf("there was no time for %d lines", len(sent)).WithMend("The machine is too busy for it now. Try again later.")
	}
	for i, line := range told[:min(len(told), len(at))] {
		switch {
		case line.Outcome != trial.Matched || at[i] < read.warm || line.ID == "":
		case line.At.IsZero():
			undated++
		case !line.At.Before(since):
			found = append(found, host.Failure{At: line.At, ID: line.ID})
		}
	}
	return found, undated, nil, nil
}

// pieceCursor is where the next piece begins.
type pieceCursor struct {
	// File is a log, Place what it or one of its earlier files is known by, since rotations rename them, and From the place in it, in bytes of what is in
	// it uncompressed; Entry is the one of the journal before.
	File  string `json:"f,omitempty"`
	Place place  `json:"p,omitzero"`
	From  int64  `json:"o,omitempty"`
	Entry string `json:"e,omitempty"`
	// Before are the bytes of files before this one, and of pieces before.
	Before int64 `json:"b,omitempty"`
}

func (c pieceCursor) String() string {
	data, err := json.Marshal(c)
	if err != nil {
		panic(err) // numbers and text only
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

func parsePieceCursor(text string) (at pieceCursor, err error) {
	if text == "" {
		return at, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text[:min(len(text), 8192)])
	if err == nil {
		err = json.Unmarshal(data, &at)
	}
	if err != nil || at.From < 0 || at.Before < 0 {
		return at, fault.Invalid.Wrapf(err, "the cursor is not one of this log").WithField("cursor", "use one that was returned before")
	}
	return at, nil
}
