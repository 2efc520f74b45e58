package host

import "time"

// Check is what would come of a change of the configuration, without making it.
type Check struct {
	// Version is the fail2ban that the configuration was read for. Running is false if it does not run: then files are changed and nothing else.
	Version string `json:"version"`
	Running bool   `json:"running"`
	// Added and Removed are the findings that the change brings and mends.
	Added   []Finding `json:"added"`
	Removed []Finding `json:"removed"`
	// Objections are what stands against the change: as long as there are any it is refused.
	Objections []Objection `json:"objections"`
	// Plan is what is done with fail2ban when the files are changed.
	Plan Plan `json:"plan"`
	// Notes are what one should know, a sentence each.
	Notes []string `json:"notes"`
	// Tried tells whether a scratch server of the same version took the commands; if not, Notes say why.
	Tried bool `json:"tried"`
}

// Objection is a reason to refuse a change.
type Objection struct {
	// Step is the one that objects.
	Step StepName `json:"step"`
	// Jail, File, Line and Option are what it is about; empty if that is not known.
	Jail   string `json:"jail,omitempty"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Option string `json:"option,omitempty"`
	// Message says what is wrong, in fail2ban's own words where it is fail2ban that objects. Mend says what to do.
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
}

// Plan is what a change of the configuration needs beyond the files.
type Plan struct {
	// Jails are those that something is done with, in the order of the configuration.
	Jails []JailPlan `json:"jails"`
	// Server are options of the server that change.
	Server []ServerPlan `json:"server"`
}

// JailPlan is what is done with one jail.
type JailPlan struct {
	Jail      string    `json:"jail"`
	Operation Operation `json:"operation"`
	// Reasons say why, a sentence each.
	Reasons []string `json:"reasons"`
	// Banned is how many addresses are banned there now.
	Banned int `json:"banned"`
	// LosesBans is set if those bans are lost, or are lost if the change has to be taken back: the jail has to be stopped, and fail2ban has no
	// database to restore them from.
	LosesBans bool `json:"loses_bans"`
}

// Operation is what is done with a jail.
type Operation string

// The operations.
const (
	// OperationReload sets what is new over what is old; bans and counters stay.
	OperationReload Operation = "reload"
	// OperationRestart stops the jail and starts it anew, because fail2ban would keep something of the old configuration; bans are
	// restored from the database, counters begin anew.
	OperationRestart Operation = "restart"
	// OperationStart starts a jail that does not run.
	OperationStart Operation = "start"
	// OperationStop stops a jail that is not wanted any more; its bans are lifted.
	OperationStop Operation = "stop"
)

// ServerPlan is an option of the server that changes.
type ServerPlan struct {
	Option string `json:"option"`
	Before string `json:"before"`
	After  string `json:"after"`
	// NeedsRestart is set if only a restart of fail2ban brings it into force. That is never done by itself.
	NeedsRestart bool `json:"needs_restart"`
}

// ApplyOrder asks for a change of the configuration.
type ApplyOrder struct {
	// ID is chosen by who asks: 8 to 64 letters, digits and hyphens. The same order twice is done once.
	ID string
	// Changes are at least one and at most 100.
	Changes []FileChange
	// ConfirmWithin is how long to wait for [Host].Confirm before the change is taken back; zero means that it stays. 30 s to 1 h.
	ConfirmWithin time.Duration
	// AcceptLoss are jails whose bans may be lost, see [JailPlan].LosesBans.
	AcceptLoss []string
}

// The limits of [ApplyOrder].ConfirmWithin.
const (
	LeastConfirm = 30 * time.Second
	MostConfirm  = time.Hour
)

// ApplyState is how far a change has come.
type ApplyState struct {
	ID string `json:"id"`
	// Begun and Ended are when; Ended is zero while it goes on.
	Begun time.Time `json:"begun"`
	Ended time.Time `json:"ended,omitzero"`
	Phase Phase     `json:"phase"`
	// Steps are those begun so far, in their order.
	Steps []Step `json:"steps"`
	// ConfirmBy is when the change is taken back, in [PhaseWaiting]; else zero.
	ConfirmBy time.Time `json:"confirm_by,omitzero"`
	// Failure is what went wrong first, if something did.
	Failure *ApplyFailure `json:"failure,omitempty"`
	// Left are files that were not put back, because somebody else changed them meanwhile.
	Left []string `json:"left,omitempty"`
	// Notes are what one should know, a sentence each.
	Notes []string `json:"notes,omitempty"`
}

// Phase is how far a change has come, in the large.
type Phase string

// The phases. The last five are ends.
const (
	// PhaseChecking is before anything was changed: the change can be called off.
	PhaseChecking Phase = "checking"
	// PhaseChanging is while files and jails are changed, and looked at after that.
	PhaseChanging Phase = "changing"
	// PhaseWaiting is until somebody confirms.
	PhaseWaiting Phase = "waiting"
	// PhaseUndoing is while files and jails are put back.
	PhaseUndoing Phase = "undoing"

	// PhaseApplied is a change that is in force and stays.
	PhaseApplied Phase = "applied"
	// PhaseRefused is one that was not begun: nothing was changed.
	PhaseRefused Phase = "refused"
	// PhaseRolledBack is one that failed: everything is as before.
	PhaseRolledBack Phase = "rolled_back"
	// PhaseUndone is one that somebody took back, or nobody confirmed: everything is as before.
	PhaseUndone Phase = "undone"
	// PhaseStuck is one that could not be taken back wholly; Left, Failure and the steps say what is not as before.
	PhaseStuck Phase = "stuck"
)

// Over tells whether a phase is an end.
func (p Phase) Over() bool {
	switch p {
	case PhaseApplied, PhaseRefused, PhaseRolledBack, PhaseUndone, PhaseStuck:
		return true
	}
	return false
}

// Step is one part of the work.
type Step struct {
	Name StepName `json:"name"`
	// Jail is set for the steps that are about one.
	Jail  string    `json:"jail,omitempty"`
	State StepState `json:"state"`
	// Text says what was done or found; may be empty.
	Text string        `json:"text,omitempty"`
	At   time.Time     `json:"at"`
	Took time.Duration `json:"took"`
}

// StepName is a kind of step.
type StepName string

// The steps, in their order.
const (
	// StepRules holds the change to what may be in a file and what it may be called.
	StepRules StepName = "rules"
	// StepHashes compares the files with those that the change was made for.
	StepHashes StepName = "hashes"
	// StepFindings reads the configuration as it would be.
	StepFindings StepName = "findings"
	// StepClient compares the commands with those that fail2ban's own client makes.
	StepClient StepName = "client"
	// StepTrial has a scratch server take the commands.
	StepTrial StepName = "trial"
	// StepProbe tries new expressions on lines that are made to keep them busy.
	StepProbe StepName = "probe"
	// StepLoss looks whether bans would be lost that nobody gave up.
	StepLoss StepName = "loss"
	// StepStage writes the new files beside the old ones.
	StepStage StepName = "stage"
	// StepSwap exchanges them.
	StepSwap StepName = "swap"
	// StepServer sets options of the server.
	StepServer StepName = "server"
	// StepJail reloads, restarts, starts or stops a jail.
	StepJail StepName = "jail"
	// StepVerify looks whether all is as it should be.
	StepVerify StepName = "verify"
	// StepSettle goes on looking for a while.
	StepSettle StepName = "settle"
	// StepConfirm waits for somebody to confirm.
	StepConfirm StepName = "confirm"
	// StepPutBack puts the files back, StepServerBack the options of the server, StepJailBack a jail; StepVerifyBack looks at that.
	StepPutBack    StepName = "put_back"
	StepServerBack StepName = "server_back"
	StepJailBack   StepName = "jail_back"
	StepVerifyBack StepName = "verify_back"
)

// StepState is how a step went.
type StepState string

// The states of a step.
const (
	StepRunning StepState = "running"
	StepDone    StepState = "done"
	StepFailed  StepState = "failed"
	// StepSkipped is one that could not or need not be done; its text says why.
	StepSkipped StepState = "skipped"
)

// ApplyFailure is why a change was refused or taken back.
type ApplyFailure struct {
	Step StepName `json:"step"`
	Jail string   `json:"jail,omitempty"`
	// Message says what went wrong, in fail2ban's own words where it is fail2ban that refused; Mend says what to do.
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
	// Objections are all of them, if there were several.
	Objections []Objection `json:"objections,omitempty"`
}
