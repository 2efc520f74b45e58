package fail2ban

import (
	"context"
	"path"
)

// LogPaths lists the files that the jail reads, as the server sees them.
func (j Jail) LogPaths(ctx context.Context) ([]string, error) { return get(ctx, j, asTexts, "logpath") }

// AddLogPath adds a file, from its beginning. Fails with [NoSuchFile].
func (j Jail) AddLogPath(ctx context.Context, file string) error {
	return j.addLogPath(ctx, file, "head")
}

// AddLogPathAtEnd adds a file; what is in it already is not read. Fails with [NoSuchFile].
func (j Jail) AddLogPathAtEnd(ctx context.Context, file string) error {
	return j.addLogPath(ctx, file, "tail")
}

func (j Jail) addLogPath(ctx context.Context, file, from string) error {
	if err := checkPath(file); err != nil {
		return err
	}
	return j.do(ctx, "set", j.name, "addlogpath", file, from)
}

// RemoveLogPath stops reading a file.
func (j Jail) RemoveLogPath(ctx context.Context, file string) error {
	if err := checkPath(file); err != nil {
		return err
	}
	return j.do(ctx, "set", j.name, "dellogpath", file)
}

func checkPath(file string) error {
	if err := checkText("log path", file); err != nil {
		return err
	}
	if !path.IsAbs(file) {
		return invalid("log path", "%q does not begin with /", shorten(file))
	}
	return nil
}

// JournalMatches lists the matches of the systemd backend: one of them must match, and all of its words.
func (j Jail) JournalMatches(ctx context.Context) ([][]string, error) {
	return get(ctx, j, asTextLists, "journalmatch")
}

// AddJournalMatch adds a match of words such as _SYSTEMD_UNIT=ssh.service, + and _COMM=sshd.
func (j Jail) AddJournalMatch(ctx context.Context, match ...string) error {
	return j.journalMatch(ctx, "addjournalmatch", match)
}

// RemoveJournalMatch removes a match. Fails with [BadValue] if it is not there.
func (j Jail) RemoveJournalMatch(ctx context.Context, match ...string) error {
	return j.journalMatch(ctx, "deljournalmatch", match)
}

func (j Jail) journalMatch(ctx context.Context, command string, match []string) error {
	if len(match) == 0 {
		return invalid("journal match", "is empty")
	}
	for _, text := range match {
		if err := checkText("journal match", text); err != nil {
			return err
		}
	}
	return j.do(ctx, words([]any{"set", j.name, command}, match)...)
}
