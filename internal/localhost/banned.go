package localhost

import (
	"context"
	"errors"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/record"
	"bangui/internal/host"
)

// Banned implements [host.Host]. Times come from fail2ban's database, which has them without a doubt about the zone, and for what is
// not there from the socket.
func (h *Host) Banned(ctx context.Context) ([]host.Banned, error) {
	ctx, cancel := limited(ctx, time.Minute)
	defer cancel()
	banned, err := h.banned(ctx)
	return banned, h.explain(err, "")
}

func (h *Host) banned(ctx context.Context) ([]host.Banned, error) {
	ids, err := h.quick.Banned(ctx)
	if err != nil {
		return nil, err
	}
	times := h.bannedTimes(ctx, ids)
	all := []host.Banned{}
	for jail, list := range ids {
		found, err := h.withTimes(ctx, jail, list, times)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// bannedTimes reads what the database knows. That it cannot be read costs time, not correctness.
func (h *Host) bannedTimes(ctx context.Context, ids map[string][]string) map[banKey]host.Banned {
	wanted := make(map[banKey]host.Banned)
	for jail, list := range ids {
		for _, id := range list {
			wanted[banKey{jail, id}] = host.Banned{}
		}
	}
	if len(wanted) == 0 {
		return wanted
	}
	path, err := h.quick.DatabaseFile(ctx)
	if err != nil || path == "" {
		return wanted
	}
	db, err := openDatabase(path)
	if err == nil {
		err = db.lastBans(ctx, wanted, time.Now())
		_ = db.Close() // only read
	}
	if err != nil {
		h.log.Debug("times of bans not read from the database", "path", path, "err", err)
	}
	return wanted
}

// withTimes asks the socket for the times of one jail if the database lacks any. fail2ban takes 15 µs for each ban of the
// jail then, during which it serves nobody; where that would be long, times stay unknown.
func (h *Host) withTimes(ctx context.Context, jail string, ids []string, times map[banKey]host.Banned) ([]host.Banned, error) {
	const most = 20_000
	banned := make([]host.Banned, 0, len(ids))
	missing := false
	for _, id := range ids {
		known := times[banKey{jail, id}]
		missing = missing || known.At.IsZero()
		known.Jail, known.ID = jail, record.Canonical(id)
		banned = append(banned, known)
	}
	if !missing || len(ids) > most {
		return banned, nil
	}
	bans, err := h.quick.Jail(jail).BannedWithTimes(ctx, h.opts.Location)
	if refusedJail(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, b := range bans {
		times[banKey{jail, b.ID}] = host.Banned{At: h.zone.moved(b.At), Until: h.zone.moved(b.Until), BanTime: b.BanTime}
	}
	for i, id := range ids {
		known := times[banKey{jail, id}]
		known.Jail, known.ID = banned[i].Jail, banned[i].ID
		banned[i] = known
	}
	return banned, nil
}

// banKey is a ban id in a jail, as fail2ban writes both.
type banKey struct{ jail, id string }

// refusedJail tells whether a jail was stopped between two commands.
func refusedJail(err error) bool { return errors.Is(err, fail2ban.UnknownJail) }
