package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"bangui/e2e/rig"
)

// writeReport writes the document. Rows of checks that were not run stay as they were.
func writeReport(o options, results []result) error {
	before, err := os.ReadFile(o.out)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	return os.WriteFile(o.out, []byte(render(results, rowsOf(string(before)), measuredOn(o))), 0o644)
}

// rowsOf finds the rows of a document by the names of their checks.
func rowsOf(document string) map[string]string {
	rows := map[string]string{}
	for line := range strings.Lines(document) {
		if name, ok := strings.CutPrefix(line, "| `"); ok {
			name, _, _ = strings.Cut(name, "`")
			rows[name] = line
		}
	}
	return rows
}

const head = `# Reliability

What replicas promise, and how we know. Written by ` + "`make reliability`" + `: a private PostgreSQL, replicas of the real binary, a real
fail2ban and a round-robin proxy without stickiness, on one machine. Each row is one check; ` + "`go run ./e2e/replicas -case NAME`" + `
repeats it, and ` + "`make test-replicas`" + ` runs all of them with fewer repetitions. The code is in ` + "`e2e/replicas`" + `.

What decides is looked at from outside: rows in the database, with triggers of the check's own that note each claim of a lease and
each effect at its commit, by the database's clock; answers over HTTP; live streams; fail2ban's own log. The checks were tried on
programs with a mistake put in: without the look at the fence ` + "`paused`" + ` finds a late effect, and when a claim does not heed the lease
` + "`jobs`" + ` finds runs that overlap; when rows of fail2ban's database do not wait for their lines in its log ` + "`history`" + ` finds bans lost and doubled.

| check | what must hold | what is done | what was found | when, with |
| --- | --- | --- | --- | --- |
`

const foot = `
## Changes of fail2ban's configuration

A change of the files is applied on the host in steps, with a journal that the next process reads; see [ADR 13](adr/0013-a-change-is-put-back-from-a-journal.md).
What must hold after every fault: the files are as before or as asked for, byte for byte and with their modes, never in between; every jail has the settings that
belong to them; every ban of every jail is in force; nothing lies about. These are tests on a real fail2ban, in ` + "`internal/localhost`" + ` (` + "`go test ./internal/localhost -run NAME`" + `)
and ` + "`internal/configdir`" + `; they run with all tests, on fail2ban 0.11.2, 1.0.2, 1.1.0 and 1.1.1 where the version can make a difference.

| test | what is done | what must come of it |
| --- | --- | --- |
| TestKilled | a child process that makes a change of three files and three jails kills itself with SIGKILL at every single point: before and after each step, between two files, between two jails, around the commit; the same for a change that fails and is put back, and for the healing after a kill. On the installed version at all of more than 90 points, on the others at every fifth | the next process brings it to its end: all as before, or all as asked for |
| TestDiskFull | the disk of the configuration, or that of the journal, is filled to the last byte at nine points | refused, or put back: putting back needs no room |
| TestFileChangedInBetween | somebody edits the file before the hashes are compared, before it is staged, at the moment of the exchange, after it, while the change is proved, and while it is put back | theirs is never overwritten; the jails have what they had |
| TestRefusedRevisions | bad expressions (also those that only Python refuses), times, backends, encodings, filters, actions, logs, references, syntax; programs where fail2ban would evaluate a time; names that are none | refused before anything is touched, in fail2ban's words |
| TestRevisionRules, TestNames, TestTexts | paths that lead out of the directory, also through links; files of packages; over 1 MiB; other encodings, marks, NUL; log targets elsewhere | refused with the rule and the place |
| TestRevisionFails | an action whose start fails, which only the running jail shows | seen in fail2ban's log, put back; the same again is put back again |
| TestReloadRefused | the log of a jail vanishes between the trial and the reload, so that fail2ban drops the jail | the jail is there again with its bans |
| TestServerGoesAway | fail2ban is stopped, killed and restarted before the files are staged, after they are exchanged, before the reload, and while the change is proved | refused or put back; fail2ban starts with the files of before |
| TestCalledOff, TestConfirmation | called off at five points; confirmed, undone, not confirmed in time, undone by the next process | as before, or it stays |
| TestNoDatabase | a jail that has to be stopped, and nothing to restore its bans from | refused until somebody agrees |
| TestSharedDirectory, TestNotTwice | two processes on one directory, one order twice, two at once | one at a time, each once |
| TestPutBack, TestOthersEdit, TestPutBackHalfAnExchange | a swap of files is stopped after each of its parts and put back, twice, also on file systems that cannot exchange two names | as before |

## What this does not show

- All processes share one machine and one kernel: clocks agree except where a check moves one, and a killed process loses no page
  that it had written. A machine that loses power is PostgreSQL's and SQLite's own promise (` + "`fsync`" + `), not tested here.
- The clock that is wrong is made by a second build of the program in which ` + "`time.Now`" + ` is ten minutes ahead; the rest of that
  machine has the right time.
- PostgreSQL is one server. A failover to a copy that lags behind can lose what was acknowledged, with any program.
- ` + "`history`" + `: what is gone from both places cannot be known. A ban that began while the server was away, whose address was unbanned by
  hand before it was back (which deletes the row), and of which the piece of the log was deleted, or compressed, unread, is not in the history;
  of a ban that ended early in such a piece it is only known by when it was over. At full length the check does that once, and counts such
  bans apart. Where the row was gone and the line was there, the history has the time of the ban and not that of the last failure, no evidence,
  and no planned end to tell whether it ended early. That a failure during a ban puts off its end is not known either, until it has ended:
  fail2ban keeps it to itself. Bans that fail2ban restores after a restart, or makes again for the very same failure, are the same bans.
- Live events travel at most once. A page that may have missed one is told to fetch anew; that counts as seen here.
- Changes of the configuration: a machine that loses power is not tested; files, journal and directories are synced before the step that needs them.
`

// render puts the document together.
func render(results []result, before map[string]string, with string) string {
	fresh := map[string]result{}
	for _, r := range results {
		fresh[r.check.name] = r
	}
	var b strings.Builder
	b.WriteString(head)
	for _, c := range checks() {
		r, ran := fresh[c.name]
		switch {
		case ran && r.skipped == "":
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", c.name, c.claim, c.how, cell(r), with)
		case before[c.name] != "":
			b.WriteString(before[c.name])
		default:
			fmt.Fprintf(&b, "| `%s` | %s | %s | not measured yet | |\n", c.name, c.claim, c.how)
		}
	}
	b.WriteString(foot)
	return b.String()
}

func cell(r result) string {
	if r.err != nil {
		first, _, _ := strings.Cut(r.err.Error(), "\n")
		return "**does not hold**: " + strings.ReplaceAll(first, "|", "/")
	}
	return strings.ReplaceAll(r.figure, "|", "/")
}

// measuredOn says when and with which versions.
func measuredOn(o options) string {
	parts := []string{time.Now().UTC().Format("2006-01-02")}
	if out, err := exec.Command(o.binary, "version").Output(); err == nil {
		parts = append(parts, strings.TrimSpace(string(out)))
	}
	if version := rig.PostgresVersion(); version > 0 {
		parts = append(parts, fmt.Sprintf("PostgreSQL %d", version))
	}
	if o.version != "" {
		parts = append(parts, "fail2ban "+o.version)
	} else if out, err := exec.Command("fail2ban-server", "--version").Output(); err == nil {
		first, _, _ := strings.Cut(string(out), "\n") // Fail2Ban v1.0.2
		parts = append(parts, "fail2ban "+strings.TrimPrefix(first, "Fail2Ban v"))
	}
	parts = append(parts, fmt.Sprintf("%d cores", runtime.NumCPU()))
	if o.quick {
		parts = append(parts, "quick")
	}
	return strings.Join(parts, ", ")
}
