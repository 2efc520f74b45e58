package conf_test

import (
	"testing"

	"bangui/fail2ban"
	"bangui/fail2ban/conf"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// TestServerRejectsWhatIsFatal sends jails to a real server: it must reject those in which there is a fatal mistake, and no others.
func TestServerRejectsWhatIsFatal(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		server := sandboxtest.Start(t, sandbox.Options{Version: version, Jails: []sandbox.Jail{}, NoDatabase: true})
		client := fail2ban.NewClient(server.Paths().Socket)
		t.Cleanup(func() { _ = client.Close() })
		for text, fatal := range map[string]bool{
			"": false,
			"bantime = 1 week\nfindtime = 1y 6mo2d12hours 5\n": false,
			"bantime = -1\nfindtime = 2*3h\n":                  false,
			"findtime = 1 hour 30min\nbantime.maxtime = 5w\n":  false,
			"bantime = 1,5h\n":                                 true,
			"bantime = ten minutes\n":                          true,
			"findtime = 10m # x\n":                             false,
			"findtime = 10x\n":                                 true,
			"maxretry = 13 # x\n":                              true,
			"maxmatches =\n":                                   true,
			"maxlines = many\n":                                version.Number == "0.11.2",
			"backend = journal\n":                              true,
			"backend = Polling\n":                              false,
			"backend = polling[x=1]\n":                         true,
			"usedns = maybe\n":                                 false,
			"ignoreip = 10.0.0.0/33 10.0.0.300 1:2 a,b\n":      false,
			"failregex = ^<HOST>$\n":                           false,
			"failregex = ^nobody$\n":                           true,
			"failregex = ^<F-ID>a</F-ID>\n":                    false,
			"failregex = ^<F-MLFID>a</F-MLFID>\n":              false,
			"failregex = ^<F-IP4/> <SUBNET>\n":                 true,
			"failregex = ^<F-IP4/> <IP6> <F-PORT/> <F-ID/> <PORT/> <F-HOST/>\n":   false,
			"failregex = ^<HOST> <HOST>\n":                                        true,
			"failregex = ^<HOST> <DNS>\n":                                         true,
			"failregex = ^<HOST> <DNS>\nusedns = no\n":                            false,
			"failregex = ^<F-USER>a</F-USER>|<F-USER>b</F-USER> <HOST>\n":         true,
			"failregex = ^<F-USER>a</F-USER>|<F-ALT_USER>b</F-ALT_USER> <HOST>\n": false,
			"failregex = ^<F-ID>a</F-ID><F-FID>b</F-FID>\n":                       true,
			"failregex = ^<HOST>(?P<x\n":                                          true,
			"failregex = ^<CIDR>\n":                                               true,
			"failregex = ^(?P<host>x)\n":                                          true,
			"prefregex = ^<ADDR> <F-CONTENT>.*</F-CONTENT>\nfailregex = x\n":      false,
			"failregex = ^<HOST>(\n":                                              true,
			"failregex = ^<HOST>)\n":                                              true,
			"failregex = ^<HOST>[\n":                                              true,
			"failregex = ^<HOST>\\\n":                                             true,
			"failregex = ^<HOST>[]()]\\)(?#()[^]]$\n":                             false,
			"failregex = ^<F-ID><HOST>\n":                                         true,
			"failregex = ^<F-X>x</F-X></F-Y><HOST>\n":                             false,
			"ignoreregex = nobody\n":                                              false,
			"failregex = (?x)^<HOST> # a ( that is none\n":                        false,
			"ignoreregex = (\n":                                                   true,
			"enabled = yes please\nfailregex = (\n":                               false,
		} {
			c, err := conf.Read(conf.Options{Dir: "/f2b", Version: version.Number, Files: soundWith(map[string]string{"jail.local": "[sshd]\n" + withEnabled(text)})})
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, f := range c.Lint() {
				found = found || f.Severity == conf.Fatal
			}
			rejected := send(t, client, c)
			if (rejected != nil) != fatal || found != fatal {
				t.Errorf("%q: the server says %v, and there is something fatal: %v, want %v", text, rejected, found, fatal)
			}
		}
	})
}

func withEnabled(text string) string {
	if len(text) > 7 && text[:7] == "enabled" {
		return text
	}
	return "enabled = true\n" + text
}

// send sends the commands of a configuration's jail, without starting it, and returns what the server complains about.
func send(t *testing.T, client *fail2ban.Client, c *conf.Config) error {
	t.Helper()
	stream, err := c.Stream()
	if err != nil {
		t.Fatal(err)
	}
	var rejected error
	for _, command := range stream {
		if command.Jail() != "sshd" || command[0] == "start" || len(command) > 2 && command[2] == "addlogpath" {
			continue
		}
		if _, err := client.Do(t.Context(), command...); err != nil {
			rejected = err
			break
		}
	}
	_, _ = client.Do(t.Context(), "stop", "sshd") // it may not be there
	return rejected
}
