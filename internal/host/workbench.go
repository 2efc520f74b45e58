package host

import "time"

// Bounds of what is tried at once.
const (
	// MaxTestLines is the largest number of lines that a filter is tried on at once.
	MaxTestLines = 10_000
	// MaxTestLine is the number of bytes of a line that count; the rest of it is cut off.
	MaxTestLine = 8 << 10
	// MaxExpressions and MaxExpression bound expressions of one's own: how many in a list, and their bytes.
	MaxExpressions = 300
	MaxExpression  = 16 << 10
)

// Bench is what there is to try lines on.
type Bench struct {
	// Jails are all jails of the configuration, enabled or not, in the order of the files.
	Jails []BenchJail
	// Filters are the names of all filters, sorted.
	Filters []string
}

// BenchJail is a jail of the configuration.
type BenchJail struct {
	Name    string
	Enabled bool
	// Filter is the name of its filter, without parameters; empty if it has none.
	Filter string
	// Logs are the files that it reads, which lines may be taken from. They are those of the configuration as it is, not of a draft.
	Logs []string
	// Journal is whether lines can be taken from the journal for it.
	Journal bool
	// Problem is why the jail cannot be used; empty if it can.
	Problem string
}

// Expressions are what lines are tried on.
type Expressions struct {
	PrefRegex   string
	FailRegex   []string
	IgnoreRegex []string
	DatePattern string
	// MaxLines is how many lines are looked at together; 0 means 1.
	MaxLines int
}

// TestOrder asks what a filter makes of lines. One of Jail, Filter and Own must be given.
type TestOrder struct {
	// Jail is the name of a jail of the configuration: its expressions are meant, and its time zone and encoding.
	Jail string
	// Filter is the name of a filter by itself, if there is no Jail.
	Filter string
	// Draft is what the configuration is to be like.
	Draft []FileChange
	// Own are other expressions instead.
	Own *Expressions
	// Lines are tried; at most [MaxTestLines].
	Lines []string
	// Log takes lines from a log instead; it needs a Jail.
	Log *LogPiece
	// Probe also looks for expressions that would keep fail2ban busy for ever, with lines made for that.
	Probe bool
}

// LogPiece are the last lines of a log.
type LogPiece struct {
	// Path is one of the jail's log files; empty means the journal.
	Path string
	// Lines is how many, at most [MaxTestLines].
	Lines int
}

// TestReport is what a filter makes of lines.
type TestReport struct {
	// Version is the fail2ban that was asked; empty if none was, because there were no lines.
	Version string
	// Expressions are those that were tried.
	Expressions Expressions
	// Lines has one for each line, in order.
	Lines []TestedLine
	// Hits are how many lines each failregex matched, and IgnoreHits each ignoreregex.
	Hits, IgnoreHits []int
	// Refused is the expression that cannot be used, because it keeps fail2ban busy; nil if there is none.
	Refused *Refusal
	// Slow is an expression that keeps it busy for seconds with a line of some thousand characters; nil if there is none, or if one is Refused.
	Slow *Refusal
	// Probed is whether it was looked for such expressions, with all lines made for that or until one was found.
	Probed bool
	// TimeUp is true if there was no time for all lines, those included that were made to look for such expressions.
	TimeUp bool
	// Took is how long it took.
	Took time.Duration
}

// LineOutcome is what became of a line.
type LineOutcome string

// The outcomes of lines.
const (
	// LineMatched is a failure.
	LineMatched LineOutcome = "matched"
	// LineRemembered matches, and counts only together with another line of the same session.
	LineRemembered LineOutcome = "remembered"
	LineIgnored    LineOutcome = "ignored"
	LineMissed     LineOutcome = "missed"
	// LineSkipped is empty or begins with #: fail2ban-regex leaves it out.
	LineSkipped LineOutcome = "skipped"
	// LineUntried was not come to, for lack of time.
	LineUntried LineOutcome = "untried"
)

// TestedLine is one line and what became of it.
type TestedLine struct {
	Text    string
	Outcome LineOutcome
	// Index is the expression's place in its list, from 0, for matched, remembered and ignored; else -1.
	Index int
	// ID is who would be banned; User who it was there. Each may be empty.
	ID, User string
	// At is the time that was found in the line; zero if none was, or if it was not asked for.
	At time.Time
	// DateForm is the form of the date, in fail2ban's words; may be empty.
	DateForm string
	// Cut is true if the line was longer than [MaxTestLine].
	Cut bool
	// Parts are the whole line in pieces.
	Parts []LinePart
	// Near is for a missed line how far the expression went that came furthest; nil if none came anywhere, or if there was no time.
	Near *NearMiss
	// Took is how long the line took.
	Took time.Duration
}

// LinePart is a piece of a line. Role and Name are those of package failregex.
type LinePart struct {
	Text, Role, Name string
}

// NearMiss is the expression that matches the longest beginning of a line.
type NearMiss struct {
	// List is prefregex or failregex; Index the place in it, from 0.
	List  string
	Index int
	// Matched is the part of the expression that matches, Failed the next piece of it, which does not.
	Matched, Failed string
	// Text is the piece of the line that the matching part stands for, Rest the line behind it.
	Text, Rest string
}

// Refusal is an expression that keeps fail2ban busy for longer than any line may take.
type Refusal struct {
	// List is failregex, ignoreregex, prefregex or datepattern; Index the place in it, from 0, or -1 if it is not known which.
	List  string
	Index int
	// Expression is the text of it; may be empty.
	Expression string
	// Line is the line that it happened with.
	Line string
	// Made is true for a line that we made to find such expressions.
	Made bool
	// Memory is true if it was not time, but memory that was used up.
	Memory bool
	// After is how long it was waited.
	After time.Duration
}
