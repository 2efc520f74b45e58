package settings

import (
	"math"
	"strconv"
	"strings"

	"bangui/internal/fault"
)

// Where the documentation tells more about the shape of an installation.
const (
	ReadAboutProcesses = "docs/guide/deployment.md, section \"One process or several\""
	ReadAboutStorage   = "docs/guide/deployment.md, section \"Where the data may live\""
	ReadAboutDatabase  = "docs/guide/deployment.md, section \"Preparing PostgreSQL\""
	ReadAboutUpgrades  = "docs/guide/deployment.md, section \"Backup, upgrade\""
)

// UsePostgreSQL is how to have several processes on the same data.
const UsePostgreSQL = "for several processes use PostgreSQL: write postgres://bangui:PASSWORD@HOST:5432/bangui into a file that only the " +
	"service can read, and start each with `bangui serve --database-url-file /etc/bangui/database-url`"

// ExplainOneProcess adds to a fault about several processes on one SQLite database why that is refused, and where to read more.
func ExplainOneProcess(f *fault.Fault) *fault.Fault {
	return f.WithWhy("with SQLite one process must own the database; several would each keep sessions, sign-in limits, runtime state and " +
		"live events of their own, run every job twice, and might damage the file").
		WithReadMore(ReadAboutProcesses)
}

// workersVariable and concurrencyVariable are what hosting platforms tell: how many processes they would like to have.
const (
	workersVariable     = variablePrefix + "WORKERS"
	concurrencyVariable = "WEB_CONCURRENCY"
)

// takeConcurrency lets WEB_CONCURRENCY stand for BANGUI_WORKERS. Two that differ are refused: whoever set one of them expects it to
// count.
func (c *collector) takeConcurrency(platform given) {
	own, both := c.values["workers"]
	if !both {
		c.values["workers"] = platform
		return
	}
	if strings.TrimSpace(own.value) != strings.TrimSpace(platform.value) {
		c.complain(own.origin, "%s is %q, but %s is %q; remove one of them, or make them the same",
			workersVariable, own.value, concurrencyVariable, platform.value)
	}
}

func applyWorkers(s *Settings, value string) error {
	n, err := wholeNumber(value)
	if err != nil || n < 1 {
		return ExplainOneProcess(fault.Invalid.Errorf("%q is not a whole number of 1 or more", value)).
			WithMend("set it to 1 or remove it: one process uses all cores; %s", UsePostgreSQL)
	}
	s.Workers = n
	return nil
}

// wholeNumber takes digits only; what is too large to count is the largest number.
func wholeNumber(text string) (int, error) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return math.MaxInt, nil //nolint:nilerr // digits only, so it is too large
	}
	return n, nil
}

// judgeWorkers refuses several processes where one must own the database.
func (s *Settings) judgeWorkers() []problem {
	if s.Workers <= 1 || s.PostgreSQL() {
		return nil
	}
	origin := s.Origin("workers")
	name := strings.TrimPrefix(string(origin), "environment ")
	f := ExplainOneProcess(fault.Invalid.Errorf("%s asks for %d processes, but the database is SQLite; several workers need PostgreSQL",
		name, s.Workers)).
		WithMend("set %s to 1 or remove it: one process uses all cores; %s", name, UsePostgreSQL)
	return []problem{problemOf(origin, "", f)}
}
