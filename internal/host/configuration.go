package host

import (
	"io/fs"
	"path"
	"time"
)

// FileChange is what is to become of one configuration file.
type FileChange struct {
	// Name is the path below the directory of the configuration, with slashes, such as jail.d/zz-bangui.local.
	Name string
	// Expect is the SHA-256 of the text that is there now, as lower-case hexadecimal; empty if there must be no such file.
	Expect string
	// Text is the whole new text; ignored if Remove is set.
	Text []byte
	// Remove takes the file away.
	Remove bool
}

// OwnFile is the name of the files in jail.d and fail2ban.d that BanGUI writes: it wins over all others there.
const OwnFile = "zz-bangui.local"

// IsOurs tells whether a file is one of those that BanGUI writes if it is not told otherwise.
func IsOurs(name string) bool {
	switch dir, base := path.Split(name); dir {
	case "jail.d/", "fail2ban.d/":
		return base == OwnFile
	case "filter.d/", "action.d/":
		return path.Ext(base) == ".local"
	}
	return false
}

// Configuration is what fail2ban's files come to, or would come to with a draft. Lists are never nil.
type Configuration struct {
	// At is when the files were looked at.
	At time.Time `json:"at"`
	// Version is the fail2ban that they were read for. Assumed is set if that is a guess, because fail2ban did not tell its own.
	Version string `json:"version"`
	Assumed bool   `json:"assumed,omitempty"`
	// Dir is the directory.
	Dir string `json:"dir"`
	// Obstacle is why files cannot be written there; nil if they can.
	Obstacle *Obstacle `json:"obstacle,omitempty"`
	// Files are those of the directory, by name.
	Files []FileStatus `json:"files"`
	// Jails are all that the files have, enabled or not, in the order of the files.
	Jails []ConfiguredJail `json:"jails"`
	// Filters and Actions are by name.
	Filters []Definition `json:"filters"`
	Actions []Definition `json:"actions"`
	// Findings are what is wrong with the server and all enabled jails, and advice.
	Findings []Finding `json:"findings"`
}

// SeverityAdvice is the severity of a [Finding] where nothing is wrong, and something else would be better.
const SeverityAdvice = "advice"

// Obstacle is why something cannot be done, for the user.
type Obstacle struct {
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
}

// FileKind is what a configuration file is about.
type FileKind string

// The kinds of files.
const (
	FileServer FileKind = "server"
	FileJails  FileKind = "jails"
	FileFilter FileKind = "filter"
	FileAction FileKind = "action"
	// FileOther is one that others include, such as paths-debian.conf.
	FileOther FileKind = "other"
)

// FileStatus is a configuration file without its text.
type FileStatus struct {
	// Name is the path below the directory of the configuration, with slashes.
	Name     string    `json:"name"`
	Kind     FileKind  `json:"kind"`
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified"`
	// Hash is the SHA-256 of the text as lower-case hexadecimal; empty if Problem says why the file cannot be read.
	Hash    string `json:"hash,omitempty"`
	Problem string `json:"problem,omitempty"`
	// Ours is set for a file that BanGUI writes if it is not told otherwise, see [IsOurs].
	Ours bool `json:"ours,omitempty"`
}

// ConfigFile is a configuration file with its text.
type ConfigFile struct {
	FileStatus
	Mode fs.FileMode `json:"mode"`
	// Text is at most 1 MiB, and as it is: fail2ban may reject it.
	Text []byte `json:"text"`
}

// Counts is how many findings there are, by severity.
type Counts struct {
	Fatal    int `json:"fatal,omitempty"`
	Errors   int `json:"errors,omitempty"`
	Warnings int `json:"warnings,omitempty"`
	Advice   int `json:"advice,omitempty"`
}

// Add counts one more.
func (c *Counts) Add(severity string) {
	switch severity {
	case "fatal":
		c.Fatal++
	case "error":
		c.Errors++
	case SeverityAdvice:
		c.Advice++
	default:
		c.Warnings++
	}
}

// ConfiguredJail is a jail as the files have it.
type ConfiguredJail struct {
	Name    string `json:"name"`
	Enabled bool   `json:"enabled,omitempty"`
	// EnabledAt is where that is said; nil if nothing says it.
	EnabledAt *Place `json:"enabled_at,omitempty"`
	// Filter, Backend and Actions are without their parameters; Filter is empty if there is none.
	Filter   string   `json:"filter,omitempty"`
	Backend  string   `json:"backend,omitempty"`
	Actions  []string `json:"actions"`
	LogPaths []string `json:"log_paths"`
	// Files are those that have a section for it, in the order in which they count.
	Files []string `json:"files"`
	// Ours is set if all of these are ours: the jail was made here.
	Ours bool `json:"ours,omitempty"`
	// Skipped says why fail2ban leaves the jail out or rejects it; empty if it does not.
	Skipped string `json:"skipped,omitempty"`
	// Findings are none for a jail that is not enabled.
	Findings Counts `json:"findings"`
}

// Definition is a filter or an action as the files have it.
type Definition struct {
	// Name is as jails write it: that of an action which is a Python program ends in .py.
	Name string `json:"name"`
	// Files are those directly about it.
	Files []string `json:"files"`
	// Jails are those that use it, enabled or not, in the order of the files.
	Jails []string `json:"jails"`
	// Ours is set if all of Files are ours: it was made here.
	Ours bool `json:"ours,omitempty"`
	// Findings are those in its files.
	Findings Counts `json:"findings"`
}

// Part names what [Host].Explain is asked about.
type Part struct {
	Kind PartKind `json:"kind"`
	// Name is empty for the server.
	Name string `json:"name,omitempty"`
}

// PartKind is what sort of thing a part is.
type PartKind string

// The kinds of parts.
const (
	PartServer PartKind = "server"
	PartJail   PartKind = "jail"
	PartFilter PartKind = "filter"
	PartAction PartKind = "action"
)

// Explained is a part of the configuration with the origin of each of its values. Lists are never nil.
type Explained struct {
	Part
	// Version is the fail2ban that it was read for.
	Version string `json:"version"`
	// Enabled is set for the server, for a jail that is enabled, and for a filter or an action that an enabled jail uses.
	Enabled bool `json:"enabled"`
	// Skipped says why fail2ban leaves a jail out or rejects the part; empty if it does not.
	Skipped string `json:"skipped,omitempty"`
	// Ours is set if all of Files are ours.
	Ours bool `json:"ours,omitempty"`
	// Files are those that have something to say about it, in the order in which they count.
	Files []string `json:"files"`
	// Jails are those that use a filter or an action.
	Jails []string `json:"jails"`
	// Options are those that are set, or that fail2ban has a value for.
	Options []ExplainedOption `json:"options"`
	// Uses are the filter and the actions of a jail as it uses them, the filter first.
	Uses []UsedDefinition `json:"uses"`
	// Findings are those that concern it; for a jail that is not enabled as if it were.
	Findings []Finding `json:"findings"`
}

// UsedDefinition is a filter or an action as a jail uses it, with its parameters put in.
type UsedDefinition struct {
	Part
	// As is what an action is called in the jail.
	As      string            `json:"as,omitempty"`
	Files   []string          `json:"files"`
	Options []ExplainedOption `json:"options"`
}

// ExplainedOption is an option with its value.
type ExplainedOption struct {
	Name  string         `json:"name"`
	Value ExplainedValue `json:"value"`
	// Hidden are settings that would count if this one were not there, in that order.
	Hidden []Place `json:"hidden"`
	// Failed is why the value cannot be worked out: it is as written then.
	Failed string `json:"failed,omitempty"`
}

// ExplainedValue is a value as fail2ban uses it, and how it came about.
type ExplainedValue struct {
	// Text is the value; None is set for one that fail2ban takes for nothing, and Cut if the text is too long to be told whole.
	Text string `json:"text"`
	None bool   `json:"none,omitempty"`
	Cut  bool   `json:"cut,omitempty"`
	// Origin is the sort of place that it comes from.
	Origin Origin `json:"origin"`
	// Place is where it stands; nil if in no file.
	Place *Place `json:"place,omitempty"`
	// Uses are other values that were put into it. MoreUses is set if they are not all told.
	Uses     []ValueUse `json:"uses,omitempty"`
	MoreUses bool       `json:"more_uses,omitempty"`
}

// ValueUse is another value within one.
type ValueUse struct {
	// Written is how it is referred to, such as %(port)s or <chain>.
	Written string         `json:"written"`
	Value   ExplainedValue `json:"value"`
}

// Origin is the sort of place that a value comes from.
type Origin string

// The origins.
const (
	OriginFile Origin = "file"
	// OriginParameter is in the brackets behind the name of a filter or an action.
	OriginParameter Origin = "parameter"
	// OriginDefault is what fail2ban takes if nothing is set.
	OriginDefault Origin = "default"
	// OriginFail2ban is what fail2ban itself sets, such as the name of the jail.
	OriginFail2ban Origin = "fail2ban"
)

// Place is an option in a file.
type Place struct {
	// File is the path below the directory of the configuration, with slashes, or an absolute path for a file outside.
	File string `json:"file"`
	// Line and End are the first and the last line, from 1.
	Line    int    `json:"line"`
	End     int    `json:"end"`
	Section string `json:"section"`
	Option  string `json:"option"`
	// Text is what is written there.
	Text string `json:"text"`
}
