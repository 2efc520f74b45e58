package link

import (
	"encoding/json"
	"time"

	"bangui/internal/allow"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/event"
	"bangui/internal/fleet"
	"bangui/internal/replica"
	"bangui/internal/revision"
	"bangui/internal/schedule"
)

// envelope is one event on its way to the other replicas; a beacon has no topic and no data.
type envelope struct {
	// Replica is the sender's ID, Start a random number of its node.
	Replica string `json:"replica"`
	Start   string `json:"start"`
	// Number is that of [event.Event].
	Number int64           `json:"n"`
	Topic  string          `json:"topic,omitempty"`
	At     time.Time       `json:"at"`
	Data   json.RawMessage `json:"data,omitempty"`
}

// decoders are the topics that go between replicas, and what each of them carries.
func decoders() map[string]func([]byte) (any, error) {
	return map[string]func([]byte) (any, error){
		event.Ban:       decode[ban.Ban],
		event.Unban:     decode[ban.Ban],
		event.Host:      decode[fleet.Record],
		event.Jail:      decode[ban.JailChange],
		event.Job:       decode[schedule.JobChange],
		event.Allowance: decode[allow.Change],
		event.Blocklist: decode[blocklist.Changed],
		event.Revision:  decode[revision.Change],
		event.Replica:   decode[replica.Change],
	}
}

func decode[T any](data []byte) (any, error) {
	var value T
	err := json.Unmarshal(data, &value)
	return value, err
}
