package demo

import (
	"embed"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"bangui/internal/sandbox"
)

// target is a jail that is attacked.
type target struct {
	jail sandbox.Jail
	// share is how often it is attacked, relative to the others.
	share int
	// away is how long an address stays away from it after a ban: longer than the ban.
	away time.Duration
}

// failures is how many failures lead to a ban.
func (t target) failures() int { return t.jail.MaxRetry }

// targets are the attacked jails. Their bans are short, so that one can watch them end. The first one prolongs the bans of those
// who come back, at random within limits.
func targets() []target {
	return []target{
		{
			jail: sandbox.Jail{
				Name: "sshd", LogPath: "logs/auth.log", Port: "ssh", MaxRetry: 5, BanTime: 3 * time.Minute,
				Filter: sandbox.Filter{Name: "sshd", Attack: sshdFailure, Noise: sshdNoise},
				Lines: []string{
					"bantime.increment = true", "bantime.multipliers = 1 2 3", "bantime.rndtime = 30", "bantime.maxtime = 10m",
				},
			},
			share: 5, away: 10 * time.Minute,
		},
		{
			jail: sandbox.Jail{
				Name: "nginx-http-auth", LogPath: "logs/nginx-error.log", Port: "http,https", MaxRetry: 3, BanTime: 2 * time.Minute,
				Filter: sandbox.Filter{Name: "nginx-http-auth", Attack: nginxFailure, Noise: nginxNoise},
			},
			share: 3, away: 3 * time.Minute,
		},
		{
			jail: sandbox.Jail{
				Name: "postfix-sasl", LogPath: "logs/mail.log", Port: "smtp,submission", MaxRetry: 3, BanTime: 5 * time.Minute,
				Filter: sandbox.Filter{Name: "postfix[mode=auth]", Attack: postfixFailure, Noise: postfixNoise},
			},
			share: 2, away: 6 * time.Minute,
		},
	}
}

// recidive bans for longer who was banned often: it reads fail2ban's own log.
func recidive() sandbox.Jail {
	return sandbox.Jail{
		Name: "recidive", LogPath: sandbox.ServerLog, MaxRetry: 3, FindTime: time.Hour, BanTime: 30 * time.Minute,
		Filter: sandbox.Filter{Name: "recidive"},
	}
}

// jails are all jails; their filters are those of fail2ban's stock configuration.
func jails() []sandbox.Jail {
	var all []sandbox.Jail
	for _, t := range targets() {
		all = append(all, t.jail)
	}
	return append(all, recidive())
}

//go:embed filter/*.conf
var filters embed.FS

// jailsWithOwnFilters are the same jails for a machine without a stock configuration.
func jailsWithOwnFilters() ([]sandbox.Jail, error) {
	definitions := map[string]string{
		"sshd":               sandbox.SSH().Definition,
		"postfix[mode=auth]": sandbox.Mail().Definition,
	}
	all := jails()
	for i := range all {
		filter := &all[i].Filter
		if filter.Definition = definitions[filter.Name]; filter.Definition != "" {
			continue
		}
		text, err := filters.ReadFile("filter/" + filter.Name + ".conf")
		if err != nil {
			return nil, err
		}
		filter.Definition = string(text)
	}
	return all, nil
}

// isStock reports whether dir is a configuration tree with the filters of the jails.
func isStock(dir string) bool {
	for _, name := range []string{"sshd", "nginx-http-auth", "postfix", "recidive"} {
		if _, err := os.Stat(filepath.Join(dir, "filter.d", name+".conf")); err != nil {
			return false
		}
	}
	return true
}

func sshdFailure(at time.Time, addr netip.Addr) string {
	return fmt.Sprintf("%s demo sshd[%d]: Failed password for invalid user %s from %s port %d ssh2",
		stamp(at), process(at), user(at), addr, port(at))
}

func sshdNoise(at time.Time) string {
	return fmt.Sprintf("%s demo sshd[%d]: Accepted publickey for deploy from 192.0.2.10 port %d ssh2: ED25519",
		stamp(at), process(at), port(at))
}

func nginxFailure(at time.Time, addr netip.Addr) string {
	return fmt.Sprintf(`%s [error] %d#%[2]d: *%d user "%s": password mismatch, client: %s, server: demo.example, `+
		`request: "GET /admin/ HTTP/1.1", host: "demo.example"`,
		at.Format("2006/01/02 15:04:05"), process(at), port(at), user(at), addr)
}

func nginxNoise(at time.Time) string {
	return fmt.Sprintf(`%s [error] %d#%[2]d: *%d open() "/var/www/robots.txt" failed (2: No such file or directory), `+
		`client: 192.0.2.11, server: demo.example, request: "GET /robots.txt HTTP/1.1", host: "demo.example"`,
		at.Format("2006/01/02 15:04:05"), process(at), port(at))
}

func postfixFailure(at time.Time, addr netip.Addr) string {
	return fmt.Sprintf("%s demo postfix/smtpd[%d]: warning: unknown[%s]: SASL LOGIN authentication failed: authentication failure",
		stamp(at), process(at), addr)
}

func postfixNoise(at time.Time) string {
	return fmt.Sprintf("%s demo postfix/smtpd[%d]: connect from mail.example[192.0.2.12]", stamp(at), process(at))
}

func stamp(at time.Time) string { return at.Format("2006-01-02T15:04:05.000000-07:00") }

// process, port and user are plausible and differ from line to line. A process is one session to the filter of sshd, and so one
// address: hence the numbers are as large as Linux has them, and prime to round times.
func process(at time.Time) int { return 800 + int(at.UnixMicro()%3_999_971) }
func port(at time.Time) int    { return 32768 + int(at.UnixMicro()%28000) }

func user(at time.Time) string {
	names := []string{"root", "admin", "ubuntu", "test", "oracle", "postgres", "git", "pi", "deploy", "guest", "backup"}
	return names[at.UnixMicro()%int64(len(names))]
}
