package sandbox

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// Filter finds failures in a log, and knows how such a log is written.
type Filter struct {
	// Name is the file in filter.d without its ending, and may carry parameters as in sshd[mode=aggressive].
	Name string
	// Definition is the content of that file; empty means that the stock tree has it.
	Definition string
	// Attack writes one log line with a failure of addr at the given time, without the end of the line.
	Attack func(at time.Time, addr netip.Addr) string
	// Noise writes one log line that is no failure.
	Noise func(at time.Time) string
}

// file is the name without parameters.
func (f Filter) file() string {
	name, _, _ := strings.Cut(f.Name, "[")
	return name
}

// SSH reads lines like those of sshd in a syslog file with RFC 3339 times, and keeps the user name as evidence.
func SSH() Filter {
	return Filter{
		Name: "sandbox-ssh",
		Definition: `[Definition]
failregex = ^\s*\S+ sshd\[\d+\]: Failed \S+ for (?:invalid user )?<F-USER>\S+</F-USER> from <ADDR> port \d+ ssh2$
ignoreregex =
datepattern = {^LN-BEG}
`,
		Attack: func(at time.Time, addr netip.Addr) string {
			return fmt.Sprintf("%s host sshd[%d]: Failed password for invalid user admin from %s port %d ssh2",
				syslogTime(at), pid(at), addr, port(at))
		},
		Noise: func(at time.Time) string {
			return fmt.Sprintf("%s host sshd[%d]: Server listening on 0.0.0.0 port 22.", syslogTime(at), pid(at))
		},
	}
}

// Web reads the access log of a web server in the combined format; failures are answers with status 401.
func Web() Filter {
	return Filter{
		Name: "sandbox-web",
		Definition: `[Definition]
failregex = ^<ADDR> \S+ \S+ \[\] "[^"]*" 401 \d+
ignoreregex =
datepattern = ^[^\[]*\[({DATE})
              {^LN-BEG}
`,
		Attack: func(at time.Time, addr netip.Addr) string {
			return webLine(at, addr, "POST /login HTTP/1.1", 401)
		},
		Noise: func(at time.Time) string {
			return webLine(at, netip.AddrFrom4([4]byte{192, 0, 2, 1}), "GET / HTTP/1.1", 200)
		},
	}
}

func webLine(at time.Time, addr netip.Addr, request string, status int) string {
	return fmt.Sprintf(`%s - - [%s] "%s" %d 153 "-" "Mozilla/5.0"`,
		addr, at.Format("02/Jan/2006:15:04:05 -0700"), request, status)
}

// Mail reads lines like those of Postfix when a SASL login fails.
func Mail() Filter {
	return Filter{
		Name: "sandbox-mail",
		Definition: `[Definition]
failregex = ^\s*\S+ postfix/smtpd\[\d+\]: warning: \S+\[<ADDR>\]: SASL \S+ authentication failed
ignoreregex =
datepattern = {^LN-BEG}
`,
		Attack: func(at time.Time, addr netip.Addr) string {
			return fmt.Sprintf("%s host postfix/smtpd[%d]: warning: unknown[%s]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
				syslogTime(at), pid(at), addr)
		},
		Noise: func(at time.Time) string {
			return fmt.Sprintf("%s host postfix/smtpd[%d]: connect from unknown[192.0.2.1]", syslogTime(at), pid(at))
		},
	}
}

// App reads an application's log of JSON lines.
func App() Filter {
	return Filter{
		Name: "sandbox-app",
		Definition: `[Definition]
failregex = ^\{"time":"","event":"login_failed","user":"<F-USER>[^"]*</F-USER>","addr":"<ADDR>"\}$
ignoreregex =
datepattern = ^\{"time":"({DATE})"
`,
		Attack: func(at time.Time, addr netip.Addr) string {
			return fmt.Sprintf(`{"time":"%s","event":"login_failed","user":"root","addr":"%s"}`, syslogTime(at), addr)
		},
		Noise: func(at time.Time) string {
			return fmt.Sprintf(`{"time":"%s","event":"page","user":"eve","addr":"192.0.2.1"}`, syslogTime(at))
		},
	}
}

// syslogTime is the time stamp of a modern syslog daemon; with its zone, so that no reader has to guess.
func syslogTime(at time.Time) string { return at.Format("2006-01-02T15:04:05.000000-07:00") }

// pid and port are plausible numbers that differ from line to line. The first is as large as Linux has them, and prime to round
// times: to fail2ban's own filter for sshd, lines with the same number are of one session, and so of one address.
func pid(at time.Time) int  { return 1000 + int(at.UnixMicro()%3_999_971) }
func port(at time.Time) int { return 32768 + int(at.UnixMicro()%28000) }
