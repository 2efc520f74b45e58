package conf_test

import (
	"os"
	"testing"

	"bangui/fail2ban/conf"
	"bangui/internal/sandbox"
)

// BenchmarkStream reads the configuration that is installed, with every jail enabled, and makes its commands.
func BenchmarkStream(b *testing.B) {
	dir := allEnabled(b)
	for b.Loop() {
		stream, err := readBench(b, dir).Stream()
		if err != nil || len(stream) < 1000 {
			b.Fatal(len(stream), err)
		}
	}
}

// BenchmarkLint does the same and looks for mistakes.
func BenchmarkLint(b *testing.B) {
	dir := allEnabled(b)
	for b.Loop() {
		readBench(b, dir).Lint()
	}
}

// BenchmarkJail works out one jail.
func BenchmarkJail(b *testing.B) {
	dir := allEnabled(b)
	for b.Loop() {
		if _, err := readBench(b, dir).Jail("sshd"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClient has fail2ban's own client do what BenchmarkStream does.
func BenchmarkClient(b *testing.B) {
	dir := allEnabled(b)
	for b.Loop() {
		cmd, err := sandbox.Version{}.Script("/usr/bin/fail2ban-client", "-c", dir, "-d")
		if err != nil {
			b.Fatal(err)
		}
		if output, err := cmd.Output(); err != nil || len(output) < 100_000 {
			b.Fatal(len(output), err)
		}
	}
}

func allEnabled(b *testing.B) string {
	if _, err := os.Stat("/etc/fail2ban/jail.conf"); err != nil {
		b.Skip("fail2ban is not installed")
	}
	dir := (&reference{}).stock(b)
	write(b, dir, map[string]string{"jail.d/zz.local": "[DEFAULT]\nenabled = true\n"})
	return dir
}

func readBench(b *testing.B, dir string) *conf.Config {
	c, err := conf.Read(conf.Options{Dir: dir, Version: "1.0.2"})
	if err != nil {
		b.Fatal(err)
	}
	return c
}
