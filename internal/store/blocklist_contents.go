package store

import (
	"context"
	"database/sql"
	"errors"

	"bangui/internal/blocklist"
	"bangui/internal/fault"
)

// BeginContents implements [blocklist.ContentStore].
func (s *Store) BeginContents(ctx context.Context, list int64) (int64, error) {
	id, err := first(ctx, s.write, value[int64], `insert into blocklist_revisions (list, made_at) values ($1, now_ms()) returning id`, list)
	return id, s.explain(ctx, "begin the contents of a block list", err)
}

// AddChunks implements [blocklist.ContentStore].
func (s *Store) AddChunks(ctx context.Context, revision int64, chunks []blocklist.Chunk) error {
	return s.change(ctx, "store the contents of a block list", func(tx *sql.Tx) error {
		// The row is touched, so that a sweep waits for us or we for it.
		n, err := exec(ctx, tx, `update blocklist_revisions set made_at = made_at where id = $1 and digest = ''`, revision)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Conflict.Errorf("the contents of the block list were swept away meanwhile")
		}
		insert := newRepeating(tx)
		for _, c := range chunks {
			_, err := exec(ctx, insert, `
				insert into blocklist_chunks (revision, family, first_addr, last_addr, entries, data) values ($1, $2, $3, $4, $5, $6)`,
				revision, c.First.Family, c.First.Address, c.Last.Address, c.Entries, c.Data)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// EndContents implements [blocklist.ContentStore].
func (s *Store) EndContents(ctx context.Context, c blocklist.Contents) error {
	n, err := exec(ctx, s.write, `
		update blocklist_revisions set digest = $2, entries = $3, addresses = $4, networks = $5, ipv4 = $6, ipv6 = $7, covered4 = $8, format = $9,
			added = $10, removed = $11,
			bytes = (select coalesce(sum(length(data)), 0) from blocklist_chunks where revision = blocklist_revisions.id)
		where id = $1 and digest = ''`,
		c.Revision, c.Digest, c.Entries, c.Addresses, c.Networks, c.IPv4, c.IPv6, c.Covered4, string(c.Format), c.Added, c.Removed)
	if err == nil && n == 0 {
		err = fault.Conflict.Errorf("the contents of the block list were swept away meanwhile")
	}
	return s.explain(ctx, "end the contents of a block list", err)
}

const chunkColumns = `family, first_addr, last_addr, entries, data`

func scanChunk(row *sql.Rows) (blocklist.Chunk, error) {
	var c blocklist.Chunk
	err := row.Scan(&c.First.Family, &c.First.Address, &c.Last.Address, &c.Entries, &c.Data)
	c.Last.Family = c.First.Family
	return c, err
}

// Chunks implements [blocklist.ContentStore].
func (s *Store) Chunks(ctx context.Context, revision int64, after *blocklist.Place, limit int) ([]blocklist.Chunk, error) {
	where := &filter{}
	where.add("revision = %s", revision)
	if after != nil {
		where.add("(family, first_addr) > (%s, %s)", after.Family, after.Address)
	}
	most := where.arg(limit)
	chunks, err := all(ctx, s.read, scanChunk, `
		select `+chunkColumns+` from blocklist_chunks where `+where.text()+` order by family, first_addr limit `+most, where.args...)
	return chunks, s.explain(ctx, "read the contents of a block list", err)
}

// ChunksOver implements [blocklist.ContentStore]. Pieces do not overlap: the first one is the last that begins at or before the first address.
func (s *Store) ChunksOver(ctx context.Context, revision int64, first, last blocklist.Place, limit int) ([]blocklist.Chunk, error) {
	chunks, err := all(ctx, s.read, scanChunk, `
		select `+chunkColumns+` from blocklist_chunks where revision = $1 and family = $2 and last_addr >= $3 and first_addr <= $4
			and first_addr >= coalesce((select first_addr from blocklist_chunks where revision = $1 and family = $2 and first_addr <= $3
				order by first_addr desc limit 1), $3)
		order by first_addr limit $5`, revision, first.Family, first.Address, last.Address, limit)
	return chunks, s.explain(ctx, "look into a block list", err)
}

// SweepContents implements [blocklist.ContentStore]. What the import that runs has made is left alone; that of one that was killed goes once the next
// one has begun.
func (s *Store) SweepContents(ctx context.Context, limit int) (int, error) {
	swept := 0
	err := s.change(ctx, "sweep the contents of block lists", func(tx *sql.Tx) error {
		swept = 0
		id, err := first(ctx, tx, value[int64], `
			select r.id from blocklist_revisions r left join blocklists l on l.id = r.list
			where (l.id is null or (r.id <> l.revision and r.id <> l.held))
				and not exists (select 1 from blocklist_imports i where i.list = r.list and i.ended_at is null and i.started_at <= r.made_at)
			order by r.id limit 1`)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		n, err := exec(ctx, tx, `
			delete from blocklist_chunks where revision = $1 and (family, first_addr) in (
				select family, first_addr from blocklist_chunks where revision = $1 order by family, first_addr limit $2)`, id, limit)
		if swept = int(n); err != nil || swept == limit {
			return err
		}
		// It counts as all that was asked for, so that the caller comes again for the next one.
		swept = limit
		_, err = exec(ctx, tx, `delete from blocklist_revisions where id = $1`, id)
		return err
	})
	return swept, err
}
