package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
)

const sessionColumns = `sessions.token_hash, sessions.user_id, sessions.created_at, sessions.last_used_at, sessions.idle_expires_at,
	sessions.expires_at, sessions.address, sessions.agent`

// touchEvery is how much time passes before the use of a session is written down again.
const touchEvery = time.Minute

// maxAgent is how many bytes of the name of a browser are kept.
const maxAgent = 255

// CreateSession implements [account.Store]. It fails with fault.NotFound if the user is gone or disabled, or has another
// password than the one that was checked.
func (s *Store) CreateSession(
	ctx context.Context, session account.Session, idle, absolute time.Duration, entry audit.Entry,
) (account.Session, error) {
	var created account.Session
	err := s.change(ctx, "create session", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			update users set last_sign_in_at = now_ms() where id = $1 and disabled = 0 and $2 in ('', password_hash)`,
			session.UserID, session.PasswordHash)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound.Errorf("no user with number %d", session.UserID)
		}
		if created, err = insertSession(ctx, tx, session, min(idle, absolute), absolute); err != nil {
			return err
		}
		if err := sight(ctx, tx, session.UserID, session.Address); err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
	return created, err
}

func insertSession(
	ctx context.Context, tx *sql.Tx, session account.Session, idle, absolute time.Duration,
) (account.Session, error) {
	return first(ctx, tx, scanSession, `
		insert into sessions (token_hash, user_id, created_at, last_used_at, idle_expires_at, expires_at, address, agent)
		select $1, $2, clock.now, clock.now, clock.now + $3, clock.now + $4, $5, $6 from (select now_ms() as now) as clock
		returning `+sessionColumns,
		session.TokenHash, session.UserID, idle, absolute, session.Address, cut(session.Agent, maxAgent))
}

// UseSession implements [account.Store].
func (s *Store) UseSession(
	ctx context.Context, tokenHash []byte, idle time.Duration, address string,
) (account.Session, account.User, error) {
	used, err := first(ctx, s.read, scanUsed, `
		select `+sessionColumns+`, `+userColumns+`, now_ms() - sessions.last_used_at, sightings.seen_at is null
		from sessions join users on users.id = sessions.user_id
			left join sightings on sightings.user_id = sessions.user_id and sightings.address = $2
		where sessions.token_hash = $1 and users.disabled = 0
			and sessions.idle_expires_at > (select now_ms()) and sessions.expires_at > (select now_ms())`, tokenHash, address)
	if err == nil && (used.age > touchEvery || used.elsewhere && address != "") {
		used.session, err = s.touch(ctx, used.session, idle, address)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = notSignedIn()
	}
	if err != nil {
		return account.Session{}, account.User{}, s.explain(ctx, "use session", err)
	}
	return used.session, used.user, nil
}

// SignedIn implements [account.Store].
func (s *Store) SignedIn(ctx context.Context) ([]account.Presence, error) {
	scan := func(row *sql.Rows) (one account.Presence, err error) { return one, row.Scan(&one.User, &one.Address) }
	list, err := all(ctx, s.read, scan, `
		select distinct users.name, sessions.address from sessions join users on users.id = sessions.user_id
		where users.disabled = 0 and sessions.address <> ''
			and sessions.idle_expires_at > (select now_ms()) and sessions.expires_at > (select now_ms())
		order by users.name, sessions.address`)
	if err != nil {
		return nil, s.explain(ctx, "list who is signed in", err)
	}
	return list, nil
}

// touch moves the idle end of a session that is still good, and writes down where it is used.
func (s *Store) touch(ctx context.Context, session account.Session, idle time.Duration, address string) (touched account.Session, err error) {
	err = s.change(ctx, "use session", func(tx *sql.Tx) error {
		touched, err = first(ctx, tx, scanSession, `
			update sessions set last_used_at = clock.now,
				idle_expires_at = case when clock.now + $2 < expires_at then clock.now + $2 else expires_at end
			from (select now_ms() as now) as clock
			where token_hash = $1 and idle_expires_at > clock.now and expires_at > clock.now
			returning `+sessionColumns, session.TokenHash, idle)
		if errors.Is(err, sql.ErrNoRows) {
			return notSignedIn()
		}
		if err != nil {
			return err
		}
		return sight(ctx, tx, session.UserID, address)
	})
	return touched, err
}

func notSignedIn() error {
	return fault.Unauthenticated.Errorf("nobody is signed in, or the session has expired")
}

// EndSession implements [account.Store].
func (s *Store) EndSession(ctx context.Context, tokenHash []byte, entry audit.Entry) error {
	return s.change(ctx, "end session", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `delete from sessions where token_hash = $1`, tokenHash)
		if err != nil || n == 0 {
			return err
		}
		return record(ctx, tx, entry)
	})
}

// RemoveExpired implements [account.Store].
func (s *Store) RemoveExpired(ctx context.Context, limit int) (int, error) {
	var removed int64
	err := s.change(ctx, "remove expired sessions", func(tx *sql.Tx) error {
		sessions, err := exec(ctx, tx, `
			delete from sessions where token_hash in (
				select token_hash from sessions
				where idle_expires_at <= (select now_ms()) or expires_at <= (select now_ms()) limit $1)`, limit)
		if err != nil {
			return err
		}
		limits, err := exec(ctx, tx, `
			delete from rate_limits where full_at <= (select now_ms()) and key in (
				select key from rate_limits where full_at <= (select now_ms()) limit $1)`, limit-int(sessions))
		if err != nil {
			return err
		}
		sightings, err := exec(ctx, tx, `
			delete from sightings where (user_id, address) in (
				select user_id, address from sightings where seen_at < (select now_ms()) - $1 limit $2)`,
			account.KeptSightings, limit-int(sessions+limits))
		removed = sessions + limits + sightings
		return err
	})
	return int(removed), err
}

func scanSession(row *sql.Rows) (account.Session, error) {
	var session account.Session
	return session, row.Scan(sessionFields(&session)...)
}

func sessionFields(session *account.Session) []any {
	return []any{
		&session.TokenHash, &session.UserID, timeIn(&session.CreatedAt), timeIn(&session.LastUsedAt),
		timeIn(&session.IdleExpiresAt), timeIn(&session.ExpiresAt), &session.Address, &session.Agent,
	}
}

// usedSession is a session with its user and how long ago it was last used.
type usedSession struct {
	session account.Session
	user    account.User
	age     time.Duration
	// elsewhere is true if the user has not been seen at this address.
	elsewhere bool
}

func scanUsed(row *sql.Rows) (usedSession, error) {
	var used usedSession
	fields := append(sessionFields(&used.session), userFields(&used.user)...)
	return used, row.Scan(append(fields, durationIn(&used.age), &used.elsewhere)...)
}

// cut leaves at most so many bytes of harmless text, without a torn character at the end.
func cut(text string, bytes int) string {
	text = clean(text)
	if len(text) <= bytes {
		return text
	}
	for bytes > 0 && text[bytes]&0xC0 == 0x80 {
		bytes--
	}
	return text[:bytes]
}
