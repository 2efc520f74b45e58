package localhost

import (
	"time"

	"bangui/fail2ban/record"
	"bangui/internal/host"
)

// logEvent is what a record of the log tells, in the words of package host.
type logEvent struct {
	host.Event
	// failed is when the failure was that was found, zero for all else.
	failed time.Time
	// unclear is an unban of a version that does not tell whether it is a repeal.
	unclear bool
	// reloaded is set for records that end idling without an event.
	reloaded bool
}

// logEventOf translates; ok is false for what is of no interest here.
func logEventOf(e record.Event) (translated logEvent, ok bool) {
	kind := kindOf(e.Kind)
	return logEvent{
		Event:   host.Event{Kind: kind, At: e.At, Jail: e.Jail, ID: e.ID, Message: e.Message, Action: e.Action},
		failed:  e.FailedAt,
		unclear: e.Unclear, reloaded: e.Kind == record.Reloaded,
	}, kind != "" || e.Kind == record.Reloaded
}

// kindOf is empty for what is no event of a host.
func kindOf(kind record.Kind) host.EventKind {
	return map[record.Kind]host.EventKind{
		record.Ban: host.EventBan, record.Restore: host.EventRestore, record.Unban: host.EventUnban, record.Repeal: host.EventRepeal,
		record.Found: host.EventFound, record.Ignored: host.EventIgnored, record.ActionFailed: host.EventActionFailed,
		record.JailStarted: host.EventJailStarted, record.JailStopped: host.EventJailStopped,
		record.ServerUp: host.EventServerUp, record.ServerDown: host.EventServerDown,
	}[kind]
}
