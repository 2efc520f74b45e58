package localhost

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"bangui/fail2ban/conf"
	"bangui/internal/box"
	"bangui/internal/failregex"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/trial"
)

const (
	// triedAtOnce is how many filters are tried at the same time.
	triedAtOnce = 2
	// testTime is how much of a processor's time lines may take all together, and lineTime one line that was in work when that was over. By the
	// clock it may be that many times more, while others are busy.
	testTime = 5 * time.Second
	lineTime = 4 * time.Second
	patience = 3
	// testMemory is how much address space the program gets; with ten thousand lines it needs a fifth of that.
	testMemory = 512 << 20
	// testOutput is what it may print: up to 7 kB a line, with all that the filter says.
	testOutput = 256 << 20
	// fullyTold is the number of lines up to which the filter says all that it does: it takes four times as long.
	fullyTold = 1000
	// maxProbes is how many lines are made to find expressions that are never done.
	maxProbes = 600
	// nearTime and paintTime bound what we do with the lines ourselves.
	nearTime  = 2 * time.Second
	paintTime = 2 * time.Second
	// testWithin bounds all of it; without a deadline of the caller's.
	testWithin = 50 * time.Second
)

// Levels at which the filter of fail2ban tells what it does. At the lower one it also tells times and each expression before it is tried. Source:
// fail2ban/server/filter.py, findFailure.
const (
	levelAll   = "5"
	levelLines = "7"
)

// TestFilter implements [host.Host].
func (h *Host) TestFilter(ctx context.Context, order host.TestOrder) (host.TestReport, error) {
	ctx, cancel := limited(ctx, testWithin)
	defer cancel()
	began := time.Now()
	test, err := h.newTest(ctx, order)
	if err != nil {
		return host.TestReport{}, err
	}
	report := host.TestReport{Expressions: test.expressions, Lines: []host.TestedLine{}}
	if len(test.lines) == 0 && !order.Probe {
		return report, nil
	}
	if len(test.expressions.FailRegex) == 0 {
		return report, fault.Invalid.Errorf("there is no failregex to try").WithField("body.own.fail_regex", "give at least one")
	}
	report.Version = test.version
	if err := test.run(ctx, &report); err != nil {
		return host.TestReport{}, err
	}
	if order.Probe && report.Refused == nil {
		if report.Refused, report.Slow, report.Probed, err = test.probe(ctx); err != nil {
			return host.TestReport{}, err
		}
		report.TimeUp = report.TimeUp || !report.Probed
	}
	report.Took = time.Since(began)
	return report, nil
}

// test is one call of TestFilter.
type test struct {
	host        *Host
	version     string
	expressions host.Expressions
	source      source
	lines       []string
	// raw is true for lines of a file, which are in its encoding, and dated for those of the journal, which have our own dates in front.
	raw, dated bool
}

func (h *Host) newTest(ctx context.Context, order host.TestOrder) (*test, error) {
	if err := checkTest(order); err != nil {
		return nil, err
	}
	config, err := h.draftConfig(ctx, order.Draft)
	if err != nil {
		return nil, err
	}
	t := &test{host: h, version: config.Version(), lines: order.Lines}
	if err := t.choose(config, order); err != nil {
		return nil, err
	}
	if order.Jail != "" {
		if err := t.locate(ctx, order); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// choose finds out which expressions are meant.
func (t *test) choose(config *conf.Config, order host.TestOrder) (err error) {
	switch {
	case order.Own != nil:
		t.expressions = *order.Own
	case order.Jail != "":
		jail, err := jailOf(config, order.Jail)
		if err != nil {
			return err
		}
		t.expressions, err = expressionsOf(jail)
		return err
	default:
		t.expressions, err = filterExpressions(config, order.Filter)
	}
	return err
}

// locate finds out how the jail reads, and takes lines from there if they are wanted. Of a jail that only a draft has, nothing is known.
func (t *test) locate(ctx context.Context, order host.TestOrder) error {
	plain, err := t.host.draftConfig(ctx, nil)
	if err != nil {
		return err
	}
	t.source, err = sourceOf(plain, order.Jail)
	if err != nil && order.Log == nil {
		return nil // the lines are given
	}
	if err != nil || order.Log == nil {
		return err
	}
	t.dated, t.raw = order.Log.Path == "", order.Log.Path != ""
	t.lines, err = t.host.lastLines(ctx, t.source, *order.Log)
	return err
}

func checkTest(order host.TestOrder) error {
	switch {
	case order.Jail == "" && order.Filter == "" && order.Own == nil:
		return fault.Invalid.Errorf("there is nothing to try").WithField("body.filter", "name a filter or a jail, or give expressions")
	case len(order.Lines) > host.MaxTestLines:
		return fault.TooLarge.Errorf("at most %d lines can be tried at once", host.MaxTestLines)
	case order.Log != nil && order.Jail == "":
		return fault.Invalid.Errorf("lines can be taken from the logs of jails only").WithField("body.jail", "name the jail whose log it is")
	case order.Log != nil && (order.Log.Lines < 1 || order.Log.Lines > host.MaxTestLines):
		return fault.Invalid.Errorf("the number of lines is wrong").WithField("body.log.lines", "use 1 to %d", host.MaxTestLines)
	case order.Own != nil:
		return checkOwn(*order.Own)
	}
	return nil
}

func checkOwn(e host.Expressions) error {
	if e.MaxLines < 0 || e.MaxLines > 100 {
		return fault.Invalid.Errorf("the number of lines that are looked at together is wrong").WithField("body.own.max_lines", "use 1 to 100")
	}
	for field, list := range map[string][]string{
		"fail_regex": e.FailRegex, "ignore_regex": e.IgnoreRegex, "pref_regex": {e.PrefRegex}, "date_pattern": {e.DatePattern},
	} {
		if len(list) > host.MaxExpressions {
			return fault.TooLarge.Errorf("there are too many expressions").WithField("body.own."+field, "use at most %d", host.MaxExpressions)
		}
		for _, text := range list {
			if len(text) > host.MaxExpression || strings.ContainsAny(text, "\x00\r") || field != "date_pattern" && strings.Contains(text, "\n") {
				return fault.Invalid.Errorf("an expression is too long, or is no single line").WithField("body.own."+field, "use lines of at most %d bytes", host.MaxExpression)
			}
		}
	}
	return nil
}

// run tries the lines and fills the report.
func (t *test) run(ctx context.Context, report *host.TestReport) error {
	lines := make([]host.TestedLine, len(t.lines))
	sent, at := t.send(lines)
	report.Hits, report.IgnoreHits = make([]int, len(t.expressions.FailRegex)), make([]int, len(t.expressions.IgnoreRegex))
	report.Lines = lines
	if len(sent) == 0 {
		return nil
	}
	level := levelAll
	if len(sent) > fullyTold {
		level = levelLines
	}
	trace, result, err := t.try(ctx, sent, level, testTime)
	if err != nil {
		return err
	}
	told := trace.Lines()
	if len(told) > len(at) {
		return errors.New("fail2ban-regex told of more lines than there are")
	}
	if unfinished(result) && len(told) == 0 {
		return fault.Unavailable.Errorf("fail2ban-regex did not come to the first line within %s", testTime).
			WithMend("The machine is too busy for it now. Try again in a moment.").WithRetryAfter(10 * time.Second)
	}
	if unfinished(result) {
		report.TimeUp = true
		if report.Refused, err = t.stuck(ctx, sent, len(told)-1); err != nil {
			return err
		}
		told = told[:max(0, len(told)-1)] // the last one did not come to its end
	}
	t.tell(report, told, at)
	return nil
}

// send cuts the lines to what is looked at; at says for each that is sent where it belongs.
func (t *test) send(lines []host.TestedLine) (sent []string, at []int) {
	for i, text := range t.lines {
		text = strings.TrimRight(strings.ReplaceAll(text, "\n", " "), "\r\n")
		line := &lines[i]
		line.Index, line.Outcome = -1, host.LineUntried
		if len(text) > host.MaxTestLine {
			text, line.Cut = strings.ToValidUTF8(text[:host.MaxTestLine], ""), true
		}
		line.Text = strings.ToValidUTF8(text, "\uFFFD")
		if text == "" || strings.HasPrefix(text, "#") {
			line.Outcome = host.LineSkipped
			continue
		}
		sent, at = append(sent, text), append(at, i)
	}
	return sent, at
}

// unfinished tells whether a run came to no end by itself.
func unfinished(r box.Result) bool {
	return r.Ending != box.Exited || strings.Contains(r.Complaints, "MemoryError")
}

// try runs fail2ban-regex on lines, and returns what it told. What it says itself against the expressions is fault.Invalid.
func (t *test) try(ctx context.Context, lines []string, level string, within time.Duration) (*trial.Trace, box.Result, error) {
	filter, err := t.filter()
	if err != nil {
		return nil, box.Result{}, err
	}
	trace := &trial.Trace{}
	result, err := t.host.box.Run(ctx, box.Order{
		Program: t.host.opts.Regex,
		Files: map[string][]byte{
			"filter.d/tried.conf": filter, "lines": []byte(strings.Join(lines, "\n") + "\n"), "jail.conf": []byte("[DEFAULT]\n"),
			"fail2ban.conf": []byte("[Definition]\n"),
		},
		Args: func(dir string) []string { return t.args(dir, level) },
		Env:  t.host.boxEnv(), Output: trace,
		Limits: box.Limits{Time: patience * within, Processor: within, Memory: testMemory, Output: testOutput, File: 1 << 20},
	})
	if err != nil || unfinished(result) || result.Code == 0 {
		return trace, result, err
	}
	return trace, result, failed(trace, result)
}

// args are the arguments: files of ours, and settings of a fixed form.
func (t *test) args(dir, level string) []string {
	args := []string{"-c", dir, "-o", "row", "-l", level, "--usedns", "no", "-e", t.encoding()}
	if zone := regexp.MustCompile(`^(?:UTC|GMT|Z)?(?:[+-]\d\d:?\d\d)?$`); t.source.timezone != "" && zone.MatchString(t.source.timezone) {
		args = append(args, "--timezone="+t.source.timezone)
	}
	return append(args, filepath.Join(dir, "lines"), filepath.Join(dir, "filter.d", "tried.conf"))
}

func (t *test) encoding() string {
	if e := t.source.encoding; t.raw && e != "auto" && regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,31}$`).MatchString(e) {
		return e
	}
	return "utf-8"
}

// boxEnv is the whole environment of what runs in the box.
func (h *Host) boxEnv() []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "HOME=/nonexistent", "PYTHONDONTWRITEBYTECODE=1",
		"PYTHONIOENCODING=utf-8:backslashreplace",
	}
	zone := os.Getenv("TZ")
	if name := h.opts.Location.String(); name != "Local" {
		zone = name
	}
	if zone != "" {
		env = append(env, "TZ="+zone)
	}
	return env
}

// filter is the text of a filter with these expressions. It fails with fault.Invalid if fail2ban would read something else from it.
func (t *test) filter() ([]byte, error) {
	e := t.expressions
	file := conf.Parse("tried.conf", nil)
	pattern := e.DatePattern
	if t.dated {
		pattern = journalDate
	}
	values := []struct{ field, option, value string }{
		{"pref_regex", "prefregex", e.PrefRegex}, {"fail_regex", "failregex", strings.Join(e.FailRegex, "\n")},
		{"ignore_regex", "ignoreregex", strings.Join(e.IgnoreRegex, "\n")}, {"date_pattern", "datepattern", pattern},
	}
	if e.MaxLines > 1 {
		values = append(values, struct{ field, option, value string }{"max_lines", "maxlines", fmt.Sprint(e.MaxLines)})
	}
	for _, v := range values {
		if v.value == "" && v.option != "ignoreregex" {
			continue
		}
		if err := file.Set("Definition", v.option, conf.Escape(v.value)); err != nil {
			return nil, fault.Invalid.Wrapf(err, "fail2ban would read something else than this %s: %s", v.option, err.Error()).
				WithField("body.own."+v.field, "%s", err.Error())
		}
	}
	return file.Bytes(), nil
}

// failed is what a run says that came to an end with an error.
func failed(trace *trial.Trace, result box.Result) error {
	said := trace.Said()
	if _, words, ok := strings.Cut(said, "ERROR: "); ok {
		words = oneLine(words)
		f := fault.Invalid.Errorf("fail2ban does not accept this: %s", words)
		if strings.Contains(words, "regular expression") || strings.Contains(words, "failure-id") || strings.Contains(words, "regex") {
			f = f.WithField("body.own.fail_regex", "%s", words)
		}
		return f
	}
	if _, words, ok := strings.Cut(result.Complaints, "Failed to set datepattern"); ok {
		words, _, _ = strings.Cut(words, "\n")
		return fault.Invalid.Errorf("fail2ban does not accept this date pattern:%s", words).WithField("body.own.date_pattern", "%s", oneLine(words))
	}
	last := strings.Split(strings.TrimSpace(cmp.Or(result.Complaints, said)), "\n")
	return fault.Refused.Errorf("fail2ban-regex broke off: %s", oneLine(last[len(last)-1])).
		WithMend("If this is about another expression than yours, fail2ban and the Python on this machine do not go together; run fail2ban-regex by hand to see more.")
}

// stuck tries the line by itself that was in work when time or memory was used up, and tells which expression it is that does not get done with it; nil if
// it does get done.
func (t *test) stuck(ctx context.Context, sent []string, i int) (*host.Refusal, error) {
	if i < 0 || i >= len(sent) {
		return nil, nil //nolint:nilnil // there is none
	}
	first := max(0, i+1-max(1, t.expressions.MaxLines))
	trace, result, err := t.try(ctx, sent[first:i+1], levelAll, lineTime)
	if err != nil || !unfinished(result) {
		return nil, err
	}
	looking, _, ok := trace.Looking()
	if !ok {
		return nil, nil //nolint:nilnil // it did not come so far
	}
	refusal := &host.Refusal{
		List: string(looking.List), Index: looking.Index, Line: strings.ToValidUTF8(sent[i], "\uFFFD"), After: result.Took,
		Memory: strings.Contains(result.Complaints, "MemoryError"),
	}
	e := t.expressions
	if looking.List == trial.IgnoreRegex && len(e.IgnoreRegex) == 1 {
		refusal.Index = 0
	}
	lists := map[trial.List][]string{
		trial.FailRegex: e.FailRegex, trial.IgnoreRegex: e.IgnoreRegex, trial.PrefRegex: {e.PrefRegex}, trial.DatePattern: {e.DatePattern},
	}
	if list := lists[looking.List]; refusal.Index >= 0 && refusal.Index < len(list) {
		refusal.Expression = list[refusal.Index]
	}
	return refusal, nil
}

// probe tries lines that are made to keep the expressions busy: short ones, which must be done in no time, and then long ones. No trouble is nil; whole is
// false if that is so because there was no time for all of them.
func (t *test) probe(ctx context.Context) (refused, slow *host.Refusal, whole bool, err error) {
	plain := *t
	plain.dated, plain.raw = false, false
	short, long := failregex.Probes(t.regexes(), maxProbes)
	refused, wholeShort, err := plain.busyWith(ctx, short)
	if err != nil || refused != nil {
		return refused, nil, err == nil, err
	}
	slow, wholeLong, err := plain.busyWith(ctx, long)
	return nil, slow, wholeShort && wholeLong, err
}

// busyWith tells which expression does not get done with one of the lines; nil if all get done, or if there was no time for all of them: then whole is false.
func (t *test) busyWith(ctx context.Context, lines []string) (busy *host.Refusal, whole bool, err error) {
	if len(lines) == 0 {
		return nil, true, nil // there is nothing to repeat
	}
	trace, result, err := t.try(ctx, lines, levelLines, testTime)
	if err != nil || !unfinished(result) {
		return nil, err == nil, err
	}
	if busy, err = t.stuck(ctx, lines, len(trace.Lines())-1); busy == nil {
		return nil, false, err
	}
	busy.Made = true
	return busy, true, nil
}

func (t *test) regexes() failregex.Expressions {
	e := t.expressions
	return failregex.Expressions{Prefix: e.PrefRegex, Fail: e.FailRegex, Ignore: e.IgnoreRegex, SeveralLines: e.MaxLines > 1}
}

// tell puts what was told into the report, and adds what we find out ourselves: the pieces of each line, and how near others came.
func (t *test) tell(report *host.TestReport, told []trial.Line, at []int) {
	painter := failregex.NewPainter(t.regexes(), paintTime)
	nearness := failregex.NewNearness(t.regexes(), nearTime)
	for i, one := range told {
		line := &report.Lines[at[i]]
		line.Outcome, line.Index = host.LineOutcome(one.Outcome), one.Index
		line.ID, line.User, line.At, line.DateForm, line.Took = one.ID, one.User, one.At, one.Template, one.Took
		switch one.Outcome {
		case trial.Matched, trial.Remembered:
			line.Parts = parts(painter.Paint(failregex.Place{List: failregex.Fail, Index: one.Index}, line.Text, one.Date))
			count(report.Hits, one.Index)
		case trial.Ignored:
			line.Parts = parts(painter.Paint(failregex.Place{List: failregex.Ignore, Index: one.Index}, line.Text, one.Date))
			count(report.IgnoreHits, one.Index)
		default:
			line.Parts = parts(failregex.Plain(line.Text, one.Date))
			if near, ok := nearness.Find(line.Text, one.Date); ok {
				line.Near = &host.NearMiss{
					List: string(near.List), Index: near.Index, Matched: near.Matched, Failed: near.Failed, Text: near.Text, Rest: near.Rest,
				}
			}
		}
	}
	for i := range report.Lines {
		if line := &report.Lines[i]; line.Parts == nil {
			line.Parts = parts(failregex.Plain(line.Text, ""))
		}
	}
}

func count(hits []int, i int) {
	if i >= 0 && i < len(hits) {
		hits[i]++
	}
}

func parts(all []failregex.Part) []host.LinePart {
	list := make([]host.LinePart, 0, len(all))
	for _, p := range all {
		list = append(list, host.LinePart{Text: p.Text, Role: string(p.Role), Name: p.Name})
	}
	return list
}
