package conf_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"bangui/fail2ban/conf"
)

// TestLimits reads configurations that are made to take long, or much memory. They end in good time with a finding that says so.
func TestLimits(t *testing.T) {
	manyIncludes := map[string]string{"jail.local": "[INCLUDES]\nbefore = 0.inc"}
	for i := range 10_001 {
		manyIncludes["jail.local"] += fmt.Sprintf("\n  %d.inc", i)
		manyIncludes[fmt.Sprintf("%d.inc", i)] = fmt.Sprintf("[x%d]\n", i)
	}
	doubling, deep, references, tags := map[string]string{}, map[string]string{}, "[sshd]\nenabled = 1\na0 = 1234567890\n", "[Definition]\nfailregex = <a9>\na0 = 1234567890\n"
	for i := range 200 {
		deep[fmt.Sprintf("inc/%d.inc", i)] = fmt.Sprintf("[INCLUDES]\nafter = %d.inc\n", i+1)
		doubling[fmt.Sprintf("inc/%d.inc", i)] = fmt.Sprintf("[INCLUDES]\nbefore = %d.inc\nafter = ./%d.inc\n  %d.inc\n", i+1, i+1, i+1)
	}
	deep["jail.local"], doubling["jail.local"] = "[INCLUDES]\nafter = inc/0.inc\n", "[INCLUDES]\nafter = inc/170.inc\n"
	for i := 1; i < 10; i++ {
		references += fmt.Sprintf("a%d = %s\n", i, strings.Repeat(fmt.Sprintf("%%(a%d)s", i-1), 20))
		tags += fmt.Sprintf("a%d = %s\n", i, strings.Repeat(fmt.Sprintf("<a%d>", i-1), 20))
	}
	nothing := "[sshd]\nenabled = 1\na0 =\n"
	for i := 1; i < 10; i++ {
		nothing += fmt.Sprintf("a%d = %s\n", i, strings.Repeat(fmt.Sprintf("%%(a%d)s", i-1), 100))
	}
	tests := []struct {
		name    string
		changes map[string]string
		// message is a part of the finding.
		message string
	}{
		{"large file", map[string]string{"jail.local": strings.Repeat("[sshd]\n", 10<<20/7)}, "more than the 1048576 that are read"},
		{"many files", manyIncludes, "more than 10000 files or"},
		{"large files", map[string]string{"jail.local": "[INCLUDES]\nbefore = x.inc" + strings.Repeat("\n  ./x.inc", 100), "x.inc": strings.Repeat("# comment\n", 100_000)}, "files or 67108864 bytes are included"},
		{"deep includes", deep, "more than 64 deep"},
		{"doubling includes", doubling, "more than 10000 files or"},
		{"growing references", map[string]string{"jail.local": references + "maxretry = %(a9)s\n"}, "the value would be longer than 1048576 bytes"},
		{"growing tags", map[string]string{"filter.d/f.conf": tags}, "the value would be longer than 1048576 bytes"},
		{"many references to nothing", map[string]string{"jail.local": nothing + "bantime = %(a9)s\n"}, "would take too long"},
		{"many sections", map[string]string{"jail.local": manySections(20_000)}, "more than 10000 sections"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			began := time.Now()
			c, err := conf.Read(conf.Options{Dir: "/f2b", Version: "1.0.2", Files: soundWith(tt.changes), Limits: conf.Limits{Work: 1 << 24}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Stream()
			if e, ok := errors.AsType[*conf.Error](err); !ok || e.Finding.Code != conf.CodeTooLarge || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("got %v", err)
			}
			c.Lint()
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestMuchOfEverything reads configurations that are within the limits, and much longer than any that somebody would write.
func TestMuchOfEverything(t *testing.T) {
	const most = 1 << 18
	fill := func(head, piece string) map[string]string {
		return map[string]string{"jail.local": "[sshd]\nenabled = 1\n" + head + strings.Repeat(piece, most/len(piece)) + "\n"}
	}
	for name, changes := range map[string]map[string]string{
		"actions":         fill("action =", " a[x=1"),
		"closed actions":  fill("action =", " a[x=1]"),
		"parameters":      fill("filter = f[x=1", ",x=\"1"),
		"log paths":       fill("logpath =", "\n /f2b/*"),
		"log pattern":     fill("logpath = /f2b/", "*a"),
		"addresses":       fill("ignoreip =", " 1.2"),
		"lines":           fill("", "x\n"),
		"options":         fill("", "bantim:1\n"),
		"expressions":     fill("failregex =", "\n ("),
		"references":      fill("bantime = ", "%(a/"),
		"tags":            fill("x = ", "<a<"),
		"journal matches": fill("journalmatch =", "\n a"),
		"continued":       fill("bantime = 1", "\n\n 1"),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			c, err := conf.Read(conf.Options{Dir: "/f2b", Version: "0.11.2", Files: soundWith(changes)})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Stream()
			n := len(c.Lint())
			_, _ = c.Explain("sshd", "bantime") // whatever it says
			if took := time.Since(began); took > 30*time.Second || n > 20_000 {
				t.Errorf("took %v, %d findings, %v", took, n, err)
			}
		})
	}
}

func manySections(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "[%d]\n", i)
	}
	return text.String()
}

func TestOddFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"jail.conf": "[DEFAULT]\n", "jail.d/a.conf/b": "", "jail.local/x": ""})
	if err := syscall.Mkfifo(filepath.Join(dir, "fail2ban.conf"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := read(t, dir, "1.0.2").Lint()
	if !slices.ContainsFunc(got, func(f conf.Finding) bool {
		return f.Code == conf.CodeUnreadable && strings.Contains(f.Message, "is not a regular file")
	}) {
		t.Errorf("%+v", got)
	}
}

// TestManyLogs keeps to the limit of files that a pattern may find.
func TestManyLogs(t *testing.T) {
	changes := map[string]string{"jail.local": "[sshd]\nenabled = 1\nlogpath = /f2b/logs/*/*.log\n"}
	for i := range 400 {
		changes[fmt.Sprintf("logs/%d/%d.log", i%20, i)] = ""
	}
	c, err := conf.Read(conf.Options{Dir: "/f2b", Files: soundWith(changes), Limits: conf.Limits{LogFiles: 100}})
	if err != nil {
		t.Fatal(err)
	}
	jail, err := c.Jail("sshd")
	if n := strings.Count(fmt.Sprint(jail.Commands), "addlogpath"); err != nil || n < 50 || n > 100 {
		t.Errorf("%d files, %v", n, err)
	}
}
