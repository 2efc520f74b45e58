package blocklist

import (
	"net/netip"
	"strconv"
	"time"

	"bangui/internal/listformat"
	"bangui/internal/schedule"
)

// List is a named source of networks that are to be blocked.
type List struct {
	// ID is given by the store, and names the list's sets in the kernels of hosts.
	ID int64
	Settings
	CreatedAt, UpdatedAt time.Time
	CreatedBy            string
	State
}

// Settings are what people say about a list.
type Settings struct {
	// Name is unique, in any case of letters; 1 to [MaxName] bytes.
	Name string
	// Catalogue is the key of the entry of the catalogue that it was made from; empty if it is none of those.
	Catalogue string
	// URL is where it is fetched; empty if somebody has uploaded its text.
	URL    string
	Format Format
	// Schedule is when it is fetched; without one only when somebody asks for it.
	Schedule schedule.Schedule
	// Enabled lists are fetched by themselves and are in force.
	Enabled bool
	// Priority is 1 to 1,000: where several lists have an address, packets are counted for the one with the smallest number.
	Priority int
	// MinInterval is the least time between two downloads, as whoever makes the list asks for.
	MinInterval time.Duration
	// AllowWide is a yes to networks that are wider than /8, or /19 for IPv6.
	AllowWide bool
	// AllowPrivate are addresses that are no addresses of the internet, and at which the list may still be fetched.
	AllowPrivate []netip.Prefix
	// Licence says what may be done with the list, Credit whom to name, Homepage where there is more about it, Note whatever people want to remember.
	Licence, Credit, Homepage, Note string
}

// Uploaded tells whether somebody has uploaded the text.
func (s Settings) Uploaded() bool { return s.URL == "" }

// Format is how a list is written.
type Format struct {
	// Kind is [listformat.Auto], or one that can be read.
	Kind listformat.Format `json:"kind"`
	// Column is which one of a table has the networks, by its name or its number from 1; empty finds it by looking. Last is the one that has the
	// last addresses of ranges that begin in Column; empty if they are whole.
	Column string `json:"column,omitempty"`
	Last   string `json:"last,omitempty"`
	// Path leads to the networks in JSON, such as prefixes[].ipv4Prefix; empty finds it by looking.
	Path string `json:"path,omitempty"`
}

// State is what imports have made of a list.
type State struct {
	// Contents are in force as long as the list is enabled; their Revision is 0 before the first import that went well.
	Contents Contents
	// Held are contents that wait for somebody to accept them; their Revision is 0 if there are none.
	Held Contents
	// Alert is why they wait, or why an answer was no list; nil if all is well.
	Alert *Alert
	// Source grows with each change of where the list comes from and how it is read.
	Source int64
	// Compare is false if the next contents are taken whatever the ones before were, because the source has changed.
	Compare bool
	// Validators are those of the last answer.
	Validators Validators
	// TriedAt is when the last import began, FetchedAt when the last one began that got the list, changed or not.
	TriedAt, FetchedAt time.Time
	// Failures is how many imports have failed since, Problem why the last one did.
	Failures int
	Problem  string
	// NextAt is when the next import is due; zero if it is not.
	NextAt time.Time
	// Asked is true from when somebody asked for an import until it has ended.
	Asked bool
}

// Validators are what a server wants to be shown to tell whether something has changed since. Source: RFC 9110, section 8.8.
type Validators struct {
	ETag         string
	LastModified string
}

// Contents tell of one revision of a list.
type Contents struct {
	// Revision is given by the store and grows.
	Revision int64
	// MadeAt is when it was imported.
	MadeAt time.Time
	// Digest is that of the entries, see prefixset.Set.Digest.
	Digest string
	// Entries are Addresses and Networks, or IPv4 and IPv6.
	Entries, Addresses, Networks, IPv4, IPv6 int
	// Covered4 is how many IPv4 addresses they cover.
	Covered4 int64
	// Bytes is how large they are in the database.
	Bytes int64
	// Format is how the list was written.
	Format listformat.Format
	// Added and Removed are against the revision that was in force before.
	Added, Removed int
}

// Alert is why a list needs somebody to look at it.
type Alert struct {
	Kind    AlertKind `json:"kind"`
	At      time.Time `json:"at"`
	Message string    `json:"message"`
	// Before and After are how many entries the list has, and would have.
	Before int `json:"before"`
	After  int `json:"after"`
}

// AlertKind is the short form of an alert.
type AlertKind string

// The kinds of alerts.
const (
	// AlertShrank is a list that has half as many entries or fewer.
	AlertShrank AlertKind = "shrank"
	// AlertGrew is a list that has five times as many entries or more, or that covers a large part of the internet all at once.
	AlertGrew AlertKind = "grew"
	// AlertEmpty is a list without an entry.
	AlertEmpty AlertKind = "empty"
	// AlertNoList is an answer that is something else, such as a web page.
	AlertNoList AlertKind = "no_list"
)

// Health is how a list is, in a word.
type Health string

// How lists are.
const (
	// HealthOff is a list that is not enabled.
	HealthOff Health = "off"
	// HealthNew is one that has not been imported yet.
	HealthNew Health = "new"
	// HealthAlert is one that needs somebody to look at it.
	HealthAlert Health = "alert"
	// HealthFailing is one whose last import failed.
	HealthFailing Health = "failing"
	// HealthStale is one that has not been fetched for much longer than it should.
	HealthStale Health = "stale"
	HealthOK    Health = "ok"
)

// staleAfter is how long after its time a list is stale.
const staleAfter = time.Hour

// Health tells how the list is.
func (l List) Health(now time.Time) Health {
	switch {
	case !l.Enabled:
		return HealthOff
	case l.Alert != nil:
		return HealthAlert
	case l.Failures > 0:
		return HealthFailing
	case l.Contents.Revision == 0:
		return HealthNew
	case !l.Uploaded() && !l.NextAt.IsZero() && now.Sub(l.NextAt) > staleAfter:
		return HealthStale
	}
	return HealthOK
}

// Task is the name of the task that imports the list.
func (l List) Task() string { return ImportTasks + strconv.FormatInt(l.ID, 10) }

// About how many bytes a kernel needs for one entry of a set of nftables. Measured with Linux 6.18, by what 60,000 of them add to its slabs: an element takes
// 72 bytes of either family. A set of single addresses has a hash table beside it; one of networks is a tree with an element for the beginning and one
// for the end of each.
const (
	addressMemory = 96
	networkMemory = 160
)

// Memory is about how many bytes the kernel of each host needs for the contents.
func (c Contents) Memory() int64 {
	return addressMemory*int64(c.Addresses) + networkMemory*int64(c.Networks)
}
