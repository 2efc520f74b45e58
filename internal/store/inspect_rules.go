package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// rule is something that always holds, and a query that counts where it does not.
type rule struct {
	code string
	note bool
	// broken counts what breaks the rule.
	broken string
	// message may have %d for that number.
	message, mend string
}

func (r rule) inspect(ctx context.Context, c conn, i *Inspection) error {
	n, err := first(ctx, c, value[int64], r.broken)
	if err != nil || n == 0 {
		return err
	}
	i.Findings = append(i.Findings, Finding{Code: r.code, Note: r.note, Message: strings.ReplaceAll(r.message, "%d", strconv.FormatInt(n, 10)), Mend: r.mend})
	return nil
}

// rules are those that one query each can judge.
func rules() []rule {
	return []rule{
		{
			code: "banned_twice", mend: mendRestore,
			broken: `select count(*) from (
				select 1 from bans where ended_at is null group by host, jail, address having count(*) > 1) as twice`,
			message: "%d addresses are banned twice at the same time in one jail: fail2ban cannot do that, so the history is wrong there",
		},
		{
			code: "evidence_without_ban", mend: "It does no harm; it would be gone after a restore of a backup.",
			broken:  `select count(*) from ban_evidence where not exists (select 1 from bans where bans.id = ban_evidence.ban_id)`,
			message: "%d pieces of evidence belong to no ban",
		},
		{
			code: "ban_without_evidence", mend: "What is missing may still be in fail2ban's log; a backup may have it.",
			broken: `select count(*) from bans where evidence_lines > 1 and not exists (
				select 1 from ban_evidence where ban_evidence.ban_id = bans.id)`,
			message: "%d bans say that there are more log lines than the first, and those are not there",
		},
		{
			code: "ends_before_start", mend: "The history of these bans is wrong; it does no other harm.",
			broken:  `select count(*) from bans where ended_at < banned_at - 60000`,
			message: "%d bans end before they begin",
		},
		{
			code: "run_without_lease", note: true, mend: "The next run of the same task notes that they were lost.",
			broken: `select count(*) from runs where state = 'running' and not exists (
				select 1 from schedules where schedules.task = runs.task and schedules.fence = runs.fence and lease_until > now_ms())`,
			message: "%d runs of jobs have no end, and nobody works on them: their server was killed",
		},
		{
			code: "run_state", mend: mendRestore,
			broken:  `select count(*) from runs where (ended_at is null) <> (state = 'running')`,
			message: "%d runs of jobs have an end and still run, or the other way round",
		},
		{
			code: "negative_count", mend: mendRestore,
			broken:  `select count(*) from ban_counts where n < 0`,
			message: "%d counts of the statistics are below zero",
		},
		{
			code: "no_administrator", mend: "Make one with `bangui user`.",
			broken: `select count(*) from installation where not exists (
				select 1 from users where role = 'administrator' and disabled = 0)`,
			message: "the installation is set up, and there is no administrator who may sign in",
		},
	}
}

// inspectCounts compares the statistics with the bans, unless they are being made anew.
func inspectCounts(ctx context.Context, tx *sql.Tx, i *Inspection) error {
	if due, err := all(ctx, tx, value[string], `select name from chores where name = $1`, recountChore); err != nil || len(due) > 0 {
		if err == nil {
			i.note("recount_due", "the statistics are being made anew", "The server does so by itself; see the page Jobs.")
		}
		return err
	}
	const months = `select count(*) from (
		select sum(case hours when 24 then n else -n end) as difference from ban_counts where hours in (24, 672) and dim <> 'failure'
		group by dim, host, key, bucket - ((bucket % 2419200000) + 2419200000) % 2419200000) as one where difference <> 0`
	const hosts = `select count(*) from (
		select sum(case when host = '' then n else -n end) as difference from ban_counts
		group by dim, hours, bucket, key) as one where difference <> 0`
	const bans = `
		select count(*) from (
			select sum(n) as difference from (
				select host, jail || $1 || origin as key, banned_at - ((banned_at % 86400000) + 86400000) % 86400000 as bucket, count(*) as n
					from bans group by 1, 2, 3
				union all
				select host, key, bucket, -n from ban_counts where dim = 'jail' and hours = 24 and host <> '') as sides
			group by host, key, bucket) as one where difference <> 0`
	mend := "The charts are a little wrong; nothing else is. `bangui store recount` makes them anew."
	checks := []struct {
		rule
		args []any
	}{
		{rule{code: "counts_of_months", broken: months, mend: mend, message: "%d counts of four weeks differ from those of their days"}, nil},
		{rule{code: "counts_of_hosts", broken: hosts, mend: mend, message: "%d counts of all hosts differ from those of each"}, nil},
		{rule{code: "counts_of_bans", broken: bans, mend: mend, message: "%d counts of days differ from the bans that are kept"},
			[]any{keySeparator}},
	}
	for _, check := range checks {
		n, err := first(ctx, tx, value[int64], check.broken, check.args...)
		if err != nil {
			return err
		}
		if n > 0 {
			i.problem(check.code, strings.ReplaceAll(check.message, "%d", strconv.FormatInt(n, 10)), check.mend)
		}
	}
	return nil
}
