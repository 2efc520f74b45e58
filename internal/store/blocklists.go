package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"bangui/internal/audit"
	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/listformat"
	"bangui/internal/schedule"
)

// A list is read together with its contents and with when it is fetched.
const (
	contentColumns = `%[1]s.id, %[1]s.made_at, %[1]s.digest, %[1]s.entries, %[1]s.addresses, %[1]s.networks, %[1]s.ipv4, %[1]s.ipv6,
		%[1]s.covered4, %[1]s.bytes, %[1]s.format, %[1]s.added, %[1]s.removed`
	listColumns = `l.id, l.name, l.catalogue, l.url, l.format, l.enabled, l.priority, l.min_interval, l.allow_wide, l.allow_private, l.licence,
		l.credit, l.homepage, l.note, l.created_at, l.created_by, l.updated_at, l.source, l.compare, l.etag, l.last_modified, l.tried_at, l.fetched_at,
		l.failures, l.problem, l.alert, s.every, s.cron, s.zone, s.missed, s.enabled, s.next_run_at, s.run_now_by, s.lease_until > now_ms()`
	listTables = `blocklists l join schedules s on s.task = $1 || cast(l.id as text)
		left join blocklist_revisions c on c.id = l.revision left join blocklist_revisions h on h.id = l.held`
)

// selectLists is followed by conditions. The first argument is [blocklist.ImportTasks].
func selectLists() string {
	return `select ` + listColumns + `, ` + fmt.Sprintf(contentColumns, "c") + `, ` + fmt.Sprintf(contentColumns, "h") + ` from ` + listTables
}

// listRow is a row as it is read; null columns are those of contents that are not there.
type listRow struct {
	list                 blocklist.List
	format, private      string
	alert                sql.NullString
	scheduled, held      bool
	next                 time.Time
	askedBy              string
	contents, heldByThem contentRow
}

type contentRow struct {
	id, entries, addresses, networks, ipv4, ipv6, covered4, bytes, added, removed sql.NullInt64
	digest, format                                                                sql.NullString
	made                                                                          time.Time
}

func (c *contentRow) fields() []any {
	return []any{&c.id, timeIn(&c.made), &c.digest, &c.entries, &c.addresses, &c.networks, &c.ipv4, &c.ipv6, &c.covered4, &c.bytes, &c.format, &c.added, &c.removed}
}

func (c *contentRow) contents() blocklist.Contents {
	return blocklist.Contents{
		Revision: c.id.Int64, MadeAt: c.made, Digest: c.digest.String, Entries: int(c.entries.Int64), Addresses: int(c.addresses.Int64),
		Networks: int(c.networks.Int64), IPv4: int(c.ipv4.Int64), IPv6: int(c.ipv6.Int64), Covered4: c.covered4.Int64, Bytes: c.bytes.Int64,
		Format: listformat.Format(c.format.String), Added: int(c.added.Int64), Removed: int(c.removed.Int64),
	}
}

func scanList(row *sql.Rows) (blocklist.List, error) {
	var r listRow
	l := &r.list
	fields := []any{
		&l.ID, &l.Name, &l.Catalogue, &l.URL, &r.format, &l.Enabled, &l.Priority, durationIn(&l.MinInterval), &l.AllowWide, &r.private, &l.Licence,
		&l.Credit, &l.Homepage, &l.Note, timeIn(&l.CreatedAt), &l.CreatedBy, timeIn(&l.UpdatedAt), &l.Source, &l.Compare, &l.Validators.ETag,
		&l.Validators.LastModified, timeIn(&l.TriedAt), timeIn(&l.FetchedAt), &l.Failures, &l.Problem, &r.alert,
		durationIn(&l.Schedule.Every), &l.Schedule.Cron, &l.Schedule.Zone, &l.Schedule.Missed, &r.scheduled, timeIn(&r.next), &r.askedBy, &r.held,
	}
	fields = append(append(fields, r.contents.fields()...), r.heldByThem.fields()...)
	if err := row.Scan(fields...); err != nil {
		return *l, err
	}
	l.Contents, l.Held = r.contents.contents(), r.heldByThem.contents()
	l.Asked = r.askedBy != "" || r.held
	if r.scheduled && r.next.Before(never()) {
		l.NextAt = r.next
	}
	if r.alert.Valid {
		l.Alert = &blocklist.Alert{}
		if err := json.Unmarshal([]byte(r.alert.String), l.Alert); err != nil {
			return *l, fmt.Errorf("the alert of block list %d: %w", l.ID, err)
		}
	}
	return *l, errors.Join(json.Unmarshal([]byte(r.format), &l.Format), json.Unmarshal([]byte(r.private), &l.AllowPrivate))
}

// importTask is the task that imports a list.
func importTask(id int64) string { return blocklist.ImportTasks + strconv.FormatInt(id, 10) }

// Blocklists implements [blocklist.Store].
func (s *Store) Blocklists(ctx context.Context) ([]blocklist.List, error) {
	lists, err := all(ctx, s.read, scanList, selectLists()+` order by l.priority, l.name_key`, blocklist.ImportTasks)
	return lists, s.explain(ctx, "list block lists", err)
}

// Blocklist implements [blocklist.Store].
func (s *Store) Blocklist(ctx context.Context, id int64) (blocklist.List, error) {
	one, err := oneList(ctx, s.read, id)
	return one, s.explain(ctx, "look up block list", err)
}

func oneList(ctx context.Context, c conn, id int64) (blocklist.List, error) {
	one, err := first(ctx, c, scanList, selectLists()+` where l.id = $2`, blocklist.ImportTasks, id)
	if errors.Is(err, sql.ErrNoRows) {
		return one, unknownList(id)
	}
	return one, err
}

func unknownList(id int64) error { return fault.NotFound.Errorf("no block list %d", id) }

// MakeBlocklist implements [blocklist.Store].
func (s *Store) MakeBlocklist(ctx context.Context, list blocklist.List, text []byte, entry audit.Entry) (made blocklist.List, err error) {
	values, err := listValues(list.Settings)
	if err != nil {
		return made, err
	}
	err = s.change(ctx, "make block list", func(tx *sql.Tx) error {
		n, err := first(ctx, tx, value[int], `select count(*) from blocklists`)
		if err != nil {
			return err
		}
		if n >= blocklist.MaxLists {
			return fault.Conflict.Errorf("there are %d block lists, and there can be no more", n).WithMend("Remove one that is not needed any more.")
		}
		id, err := first(ctx, tx, value[int64], `
			insert into blocklists (name, name_key, catalogue, url, format, enabled, priority, min_interval, allow_wide, allow_private, licence, credit,
				homepage, note, created_at, created_by, updated_at, revision)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, now_ms(), $15, now_ms(), 0)
			on conflict (name_key) do nothing returning id`, append(values, cutKey(list.CreatedBy))...)
		if errors.Is(err, sql.ErrNoRows) {
			return nameTaken(list.Name)
		}
		if err != nil {
			return err
		}
		if err := saveText(ctx, tx, id, text); err != nil {
			return err
		}
		if err := makeImportTask(ctx, tx, id, list); err != nil {
			return err
		}
		if made, err = oneList(ctx, tx, id); err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
	return made, err
}

// listValues are the first columns of a list, up to note.
func listValues(s blocklist.Settings) ([]any, error) {
	format, err := json.Marshal(s.Format)
	if err != nil {
		return nil, err
	}
	private := []byte("[]")
	if len(s.AllowPrivate) > 0 {
		if private, err = json.Marshal(s.AllowPrivate); err != nil {
			return nil, err
		}
	}
	return []any{
		s.Name, strings.ToLower(clean(s.Name)), s.Catalogue, s.URL, string(format), s.Enabled, s.Priority, s.MinInterval, s.AllowWide, string(private),
		s.Licence, s.Credit, s.Homepage, s.Note,
	}, nil
}

func nameTaken(name string) error {
	return fault.Conflict.Errorf("another block list is called %q", name).WithField("body.name", "choose another one")
}

// makeImportTask adds the task that imports the list. An enabled one is asked for at once.
func makeImportTask(ctx context.Context, tx *sql.Tx, id int64, list blocklist.List) error {
	_, err := exec(ctx, tx, `
		insert into schedules (task, every, cron, zone, missed, custom, enabled, next_run_at) values ($1, 0, '', '', '', 0, 0, -1)`, importTask(id))
	if err != nil {
		return err
	}
	return setImportTask(ctx, tx, id, list.Settings, list.Enabled, list.CreatedBy)
}

// setImportTask makes the schedule of a list what its settings say. With soon it is asked for, too.
func setImportTask(ctx context.Context, tx *sql.Tx, id int64, settings blocklist.Settings, soon bool, actor string) error {
	t, err := first(ctx, tx, scanTimetable, `update schedules set enabled = $2 where task = $1 returning `+timetableColumns, importTask(id), settings.Enabled)
	if err != nil {
		return err
	}
	wanted := settings.Schedule.Normal()
	if t.schedule != wanted || t.nextRunAt.UnixMilli() == -1 {
		t.schedule = wanted
		if err := setTimes(ctx, tx, importTask(id), wanted, t.next(t.now)); err != nil {
			return err
		}
	}
	if !soon {
		return nil
	}
	if actor == "" {
		actor = audit.System().Name
	}
	_, err = exec(ctx, tx, `update schedules set run_now_by = $2 where task = $1 and run_now_by = ''`, importTask(id), cutKey(actor))
	return err
}

// saveText keeps what was uploaded; nil keeps what there is.
func saveText(ctx context.Context, tx *sql.Tx, id int64, text []byte) error {
	if text == nil {
		return nil
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(text)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	_, err = exec(ctx, tx, `
		insert into blocklist_texts (list, data) values ($1, $2) on conflict (list) do update set data = excluded.data`, id, packed.Bytes())
	return err
}

// BlocklistText implements [blocklist.Store].
func (s *Store) BlocklistText(ctx context.Context, id int64) ([]byte, error) {
	packed, err := first(ctx, s.read, value[[]byte], `select data from blocklist_texts where list = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.NotFound.Errorf("block list %d has no text", id)
	}
	if err != nil {
		return nil, s.explain(ctx, "read the text of a block list", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack the text of block list %d: %w", id, err)
	}
	text, err := io.ReadAll(io.LimitReader(r, blocklist.MaxUpload))
	if err != nil {
		return nil, fmt.Errorf("unpack the text of block list %d: %w", id, err)
	}
	return text, nil
}

// ChangeBlocklist implements [blocklist.Store].
func (s *Store) ChangeBlocklist(
	ctx context.Context, id int64, settings blocklist.Settings, text []byte, anew blocklist.Anew, entry audit.Entry,
) (changed blocklist.List, err error) {
	values, err := listValues(settings)
	if err != nil {
		return changed, err
	}
	err = s.change(ctx, "change block list", func(tx *sql.Tx) error {
		before, err := oneList(ctx, tx, id)
		if err != nil {
			return err
		}
		other, err := first(ctx, tx, value[int], `select count(*) from blocklists where name_key = $1 and id <> $2`, values[1], id)
		if err != nil {
			return err
		}
		if other > 0 {
			return nameTaken(settings.Name)
		}
		_, err = exec(ctx, tx, `
			update blocklists set name = $1, name_key = $2, catalogue = $3, url = $4, format = $5, enabled = $6, priority = $7, min_interval = $8,
				allow_wide = $9, allow_private = $10, licence = $11, credit = $12, homepage = $13, note = $14, updated_at = now_ms()
			where id = $15`, append(values, id)...)
		if err != nil {
			return err
		}
		if err := s.changeSource(ctx, tx, id, settings, text, anew); err != nil {
			return err
		}
		soon := settings.Enabled && (anew > blocklist.AsBefore || !before.Enabled)
		if err := setImportTask(ctx, tx, id, settings, soon, entry.Actor.Name); err != nil {
			return err
		}
		if changed, err = oneList(ctx, tx, id); err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
	return changed, err
}

// changeSource forgets what belongs to the source before: what it said of its last answer, and what waits to be accepted.
func (s *Store) changeSource(ctx context.Context, tx *sql.Tx, id int64, settings blocklist.Settings, text []byte, anew blocklist.Anew) error {
	if anew < blocklist.ReadAnew {
		return nil
	}
	_, err := exec(ctx, tx, `
		update blocklists set source = source + 1, compare = case when $2 = 1 then 0 else compare end, etag = '', last_modified = '', held = 0, alert = null,
			failures = 0, problem = '', fetched_at = null where id = $1`, id, number(anew == blocklist.FromElsewhere))
	if err != nil {
		return err
	}
	if !settings.Uploaded() {
		_, err := exec(ctx, tx, `delete from blocklist_texts where list = $1`, id)
		return err
	}
	return saveText(ctx, tx, id, text)
}

// RemoveBlocklist implements [blocklist.Store].
func (s *Store) RemoveBlocklist(ctx context.Context, id int64, entry audit.Entry) error {
	return s.change(ctx, "remove block list", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `delete from blocklists where id = $1`, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return unknownList(id)
		}
		if _, err := exec(ctx, tx, `delete from schedules where task = $1`, importTask(id)); err != nil {
			return err
		}
		// Whoever runs it has lost its lease by that, and nobody will say again how it ended.
		_, err = exec(ctx, tx, `update runs set state = $2, outcome = $3, ended_at = now_ms(), doing = '' where task = $1 and state = $4`,
			importTask(id), string(schedule.Cancelled), "the block list was removed", string(schedule.Running))
		if err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
}
