package link

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// subjects are the names under which messages go. IDs and names are hashed: they may hold characters that NATS gives a meaning, and
// a cluster that is shared with others need not know them.
type subjects struct{ prefix string }

func newSubjects(installation string) subjects { return subjects{"bangui." + token(installation)} }

// token is a short name for an ID, of letters and digits.
func token(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:12])
}

// events is where the replica with this token tells what happens.
func (s subjects) events(replica string) string { return s.prefix + ".events." + replica }

// allEvents is where all replicas do.
func (s subjects) allEvents() string { return s.prefix + ".events.*" }

// host is where a host is asked.
func (s subjects) host(name string) string { return s.prefix + ".host." + token(name) }

// The two ends of a call.
const (
	asker  = "asker"
	holder = "holder"
)

// call is where one end of a call hears the other; replica is the token of the one that hears.
func (s subjects) call(replica, end, id string) string {
	return s.prefix + ".to." + replica + "." + end + "." + id
}

// calls are all calls of a replica at one end.
func (s subjects) calls(replica, end string) string { return s.call(replica, end, "*") }

// last is the last word of a subject.
func last(subject string) string { return subject[strings.LastIndexByte(subject, '.')+1:] }
