// Package store keeps everything that must survive, in SQLite or in PostgreSQL.
//
// A [Store] is what the packages of the domain ask for: [account.Store], [audit.Store], [fleet.Store], [ban.Store],
// [allow.Store], [replica.Store] and [schedule.Store]. There is one SQL text for both databases; only the migrations differ. Start reading with [Open] and with
// sql.go, which holds the few helpers that every method uses, then the file that is named for the subject.
//
// Rules of the stored data:
//   - times are milliseconds in UTC, lengths of time milliseconds, absent text is the empty string;
//   - the database's clock, now_ms(), decides, not the caller's;
//   - a method is one transaction, and the audit entry stands in the transaction of its change;
//   - whoever changes bans of a host holds the row of the host first, so that those changes come one after the other.
package store
