// Package failregex tells which of a jail's expressions matches a line of a log, and what it captures.
//
// Start with [Explain]. The expressions are those that fail2ban tells while it runs: Python's, with the tags of fail2ban expanded. Go's own
// engine does not know all that they use (look-ahead, references to groups, conditions), so they are given to an engine that
// tries alternatives one after the other. An expression can keep such an engine busy for ever: each match is bounded in time and memory, and
// so is the whole.
//
// It is no replay of what fail2ban did: it knows neither the lines before nor the times of a jail, and finds dates by a small list of forms.
package failregex
