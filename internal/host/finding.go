package host

// Finding is something that is wrong with fail2ban's configuration, or looks so.
type Finding struct {
	// Code is the kind, such as unknown-option; see docs/guide/configuration.md.
	Code string `json:"code"`
	// Severity is fatal (fail2ban rejects the whole configuration), error (something does not work) or warning.
	Severity string `json:"severity"`
	// File is the path below the directory of the configuration, with slashes, or an absolute path for a file outside; empty if it is about none.
	// Line counts from 1 and is 0 for the whole file.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Jail and Option are what is concerned, if that is one.
	Jail   string `json:"jail,omitempty"`
	Option string `json:"option,omitempty"`
	// Message says what is wrong, and Mend what to do about it.
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
}
