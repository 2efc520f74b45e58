package host

import "slices"

// Activation is what a jail that is to be enabled finds on a host: what it needs and whether that is there, and the settings that mend what is not.
// Lists are never nil.
type Activation struct {
	Jail string `json:"jail"`
	// Version is the fail2ban that the configuration was read for.
	Version string `json:"version"`
	// Enabled is set if it is enabled already.
	Enabled bool `json:"enabled,omitempty"`
	// Needs are what it needs.
	Needs []Need `json:"needs"`
	// Remedies are settings with which all needs are met that fail2ban insists on, the best first; none if they are met without, or if we know of
	// none. Each was tried as the jail itself was.
	Remedies []Remedy `json:"remedies"`
	// Untried says why fail2ban itself was not asked; empty if it was.
	Untried string `json:"untried,omitempty"`
}

// Met tells whether fail2ban takes the jail as it is. It may still do less than one thinks.
func (a Activation) Met() bool {
	for _, n := range a.Needs {
		if n.State == NeedMissing {
			return false
		}
	}
	return true
}

// Need is something that a jail needs to do its work.
type Need struct {
	Subject NeedSubject `json:"subject"`
	State   NeedState   `json:"state"`
	// Message says what there is, or what is wrong, in fail2ban's own words where it is fail2ban that objects; Mend what to do about it.
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
	// File and Line are where that is said; empty if it is in no file.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

// NeedSubject is what a need is about.
type NeedSubject string

// The subjects of needs.
const (
	// NeedSwitch is that no file says that the jail is not enabled after the one that we write.
	NeedSwitch NeedSubject = "switch"
	NeedFilter NeedSubject = "filter"
	// NeedSource is what the jail reads: logs or the journal.
	NeedSource NeedSubject = "source"
	NeedAction NeedSubject = "action"
	// NeedProgram is a program that an action calls.
	NeedProgram NeedSubject = "program"
	// NeedOption is anything else that the jail has.
	NeedOption NeedSubject = "option"
	// NeedServer is that fail2ban takes it.
	NeedServer NeedSubject = "server"
)

// NeedState is whether a need is met.
type NeedState string

// The states of needs.
const (
	NeedMet NeedState = "met"
	// NeedDoubtful is one that fail2ban does not insist on, and that the jail may do less without.
	NeedDoubtful NeedState = "doubtful"
	// NeedMissing is one without which fail2ban does not take the jail.
	NeedMissing NeedState = "missing"
)

// Remedy is a set of options of a jail that mends something.
type Remedy struct {
	// Message says what comes of it.
	Message string `json:"message"`
	// Settings are the options, for the section of the jail.
	Settings []Setting `json:"settings"`
}

// Setting is an option with a value as it is to be written.
type Setting struct {
	Option string `json:"option"`
	Value  string `json:"value"`
}

// And is both remedies at once. The zero Remedy changes nothing.
func (r Remedy) And(other Remedy) Remedy {
	both := Remedy{Message: r.Message + other.Message, Settings: slices.Concat(r.Settings, other.Settings)}
	if r.Message != "" && other.Message != "" {
		both.Message = r.Message + ". " + other.Message
	}
	return both
}
