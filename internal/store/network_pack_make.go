package store

import (
	"context"
	"database/sql"
	"time"

	"bangui/internal/fault"
)

// packedAfter is how long after the end of a piece of time its counts are packed: hosts tell a little later what has happened.
const packedAfter = 10 * time.Minute

// duePack names a piece of time and host whose counts are to be packed.
type duePack struct {
	hours  int
	host   string
	bucket int64
}

func scanDuePack(row *sql.Rows) (duePack, error) {
	var d duePack
	return d, row.Scan(&d.hours, &d.host, &d.bucket)
}

// PackCounts implements [ban.Store]. The longest and newest pieces come first: they help most.
func (s *Store) PackCounts(ctx context.Context, fewest, limit int) (int, error) {
	due, err := all(ctx, s.read, scanDuePack, `
		select hours, host, bucket from network_packs
		where packed is null and bucket + cast(hours as bigint) * 3600000 + $1 <= (select now_ms())
		order by hours desc, bucket desc limit $2`, packedAfter, limit)
	if err != nil || len(due) == 0 {
		return 0, s.explain(ctx, "look for counts to pack", err)
	}
	err = s.change(ctx, "pack counts", func(tx *sql.Tx) error {
		if err := s.engine.holdCounts(ctx, tx); err != nil {
			return err
		}
		for _, one := range due {
			if err := one.save(ctx, newRepeating(tx), fewest); err != nil {
				return err
			}
		}
		return nil
	})
	return len(due), err
}

// save stores the pack, or that none is needed. Nobody changes counts meanwhile.
func (d duePack) save(ctx context.Context, c conn, fewest int) error {
	text, err := first(ctx, c, value[string], `
		select coalesce(`+inOneText+`, '') from ban_counts where dim = 'network' and hours = $1 and host = $2 and bucket = $3`,
		d.hours, d.host, d.bucket)
	if err != nil {
		return err
	}
	counts, err := networkCounts(text)
	if err != nil {
		return fault.Invalid.Wrapf(err, "the counts of networks are damaged").WithMend("Run `bangui store recount`, which makes them anew.")
	}
	if len(counts) < fewest {
		_, err = exec(ctx, c, `delete from network_packs where hours = $1 and host = $2 and bucket = $3`, d.hours, d.host, d.bucket)
		return err
	}
	_, err = exec(ctx, c, `update network_packs set packed = $4 where hours = $1 and host = $2 and bucket = $3`,
		d.hours, d.host, d.bucket, pack(counts))
	return err
}
