// Package audit says who did what to which host, when, from where, and with what result.
//
// An [Entry] is written by the store in the transaction of the change that it tells of; what is only attempted, such as a
// refused sign-in, is written by [Store.RecordAudit] alone. Entries are never changed.
package audit

import (
	"context"
	"time"
)

// Actor is who does something: a person signed in, or a part of BanGUI itself.
type Actor struct {
	// UserID is zero for BanGUI itself and for somebody not signed in.
	UserID int64
	// Name is the user's name, the name tried at a sign-in, or "system".
	Name string
	// Address is where the request came from; empty for BanGUI itself.
	Address string
	// RequestID ties the entry to the log; empty for BanGUI itself.
	RequestID string
}

// System is the actor of what BanGUI does by itself.
func System() Actor { return Actor{Name: "system"} }

// Entry is one thing done or tried.
type Entry struct {
	// ID is given by the store and grows.
	ID int64
	// At is given by the store.
	At    time.Time
	Actor Actor
	// Action is a noun and a verb, such as ban.create or session.create.
	Action string
	// Host, Jail and Target are what it was done to; each may be empty. Target is an address, a user name and the like.
	Host   string
	Jail   string
	Target string
	Result Result
	// Detail says more in a sentence, never a secret; may be empty.
	Detail string
}

// Result is how it ended.
type Result string

// The results.
const (
	OK      Result = "ok"
	Failed  Result = "failed"
	Refused Result = "refused"
)

// Query selects entries, newest first.
type Query struct {
	// From and To limit the time; To is exclusive. Zero means no limit.
	From, To time.Time
	// Actor, Action, Host and Target must be equal where not empty; Action may end in ".*".
	Actor  string
	Action string
	Host   string
	Target string
	// Before is the ID after which to continue: only smaller ones are returned. Zero means from the newest.
	Before int64
	// Limit is 1 to 500.
	Limit int
}

// Store keeps the entries.
type Store interface {
	// RecordAudit writes entries that belong to no other change.
	RecordAudit(ctx context.Context, entries ...Entry) error
	// AuditEntries returns entries, newest first, at most query.Limit.
	AuditEntries(ctx context.Context, query Query) ([]Entry, error)
}
