package seed

import (
	"math/rand/v2"
	"strconv"
	"time"

	"bangui/internal/ban"
)

// maxLines is how many matched lines a ban has at most.
const maxLines = 5

// writer writes log lines into one buffer that it uses again.
type writer struct {
	rand *rand.Rand
	ban  ban.Ban
	at   time.Time
	text []byte
}

// write makes up the lines that led to a ban.
func (w *writer) write(r *rand.Rand, j jail, b ban.Ban) []string {
	w.rand, w.ban = r, b
	lines := make([]string, min(maxLines, max(1, j.maxRetry-r.IntN(2))))
	for i := range lines {
		w.at, w.text = b.BannedAt.Add(-time.Duration(len(lines)-i)*2*time.Second), w.text[:0]
		j.line(w)
		lines[i] = string(w.text)
	}
	return lines
}

func (w *writer) add(texts ...string) {
	for _, text := range texts {
		w.text = append(w.text, text...)
	}
}

func (w *writer) number(from, to int) {
	w.text = strconv.AppendInt(w.text, int64(from+w.rand.IntN(to-from)), 10)
}

func (w *writer) user() {
	names := [...]string{"root", "admin", "ubuntu", "test", "oracle", "postgres", "git", "pi", "deploy", "guest", "backup", "user", "ftp", "www"}
	w.add(names[w.rand.IntN(len(names))])
}

// syslog begins a line as syslog does.
func (w *writer) syslog(program string) {
	w.text = w.at.AppendFormat(w.text, time.RFC3339)
	w.add(" ", w.ban.Host, " ", program, "[")
	w.number(800, 99_999)
	w.add("]: ")
}

func (w *writer) sshd() {
	w.syslog("sshd")
	w.add("Failed password for ")
	if w.rand.IntN(3) > 0 {
		w.add("invalid user ")
	}
	w.user()
	w.add(" from ", w.ban.Address, " port ")
	w.number(1024, 65_536)
	w.add(" ssh2")
}

// access is a line of nginx's access log.
func (w *writer) access(request, status string) {
	w.add(w.ban.Address, " - - [")
	w.text = w.at.AppendFormat(w.text, "02/Jan/2006:15:04:05 -0700")
	w.add(`] "`, request, `" `, status, " ")
	w.number(100, 9000)
	w.add(` "-" "Mozilla/5.0"`)
}

func (w *writer) botsearch() {
	paths := [...]string{"/wp-login.php", "/phpmyadmin/", "/.env", "/admin.php", "/cgi-bin/luci", "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php"}
	w.access("GET "+paths[w.rand.IntN(len(paths))]+" HTTP/1.1", "404")
}

// nginxError begins a line of nginx's error log.
func (w *writer) nginxError() {
	w.text = w.at.AppendFormat(w.text, "2006/01/02 15:04:05 [error] ")
	w.number(800, 9999)
	w.add("#0: *")
	w.number(1, 9_999_999)
}

func (w *writer) httpAuth() {
	w.nginxError()
	w.add(` user "`)
	w.user()
	w.add(`": password mismatch, client: `, w.ban.Address, `, server: www.example.org, request: "GET /admin/ HTTP/1.1", host: "www.example.org"`)
}

func (w *writer) limitReq() {
	w.nginxError()
	w.add(` limiting requests, excess: 20.480 by zone "perip", client: `, w.ban.Address, `, server: www.example.org, request: "POST /search HTTP/1.1"`)
}

func (w *writer) postfix() {
	w.syslog("postfix/smtpd")
	w.add("NOQUEUE: reject: RCPT from unknown[", w.ban.Address, "]: 554 5.7.1 <")
	w.user()
	w.add("@example.org>: Relay access denied; proto=ESMTP helo=<mail>")
}

func (w *writer) sasl() {
	w.syslog("postfix/smtpd")
	w.add("warning: unknown[", w.ban.Address, "]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=")
	w.user()
}

func (w *writer) dovecot() {
	w.syslog("dovecot")
	w.add("imap-login: Disconnected (auth failed, 1 attempts in 4 secs): user=<")
	w.user()
	w.add(">, method=PLAIN, rip=", w.ban.Address, ", lip=192.0.2.10, TLS")
}

func (w *writer) vsftpd() {
	w.text = w.at.AppendFormat(w.text, time.ANSIC)
	w.add(" [pid ")
	w.number(800, 99_999)
	w.add("] [")
	w.user()
	w.add(`] FAIL LOGIN: Client "`, w.ban.Address, `"`)
}

func (w *writer) murmur() {
	w.text = w.at.AppendFormat(w.text, "<W>2006-01-02 15:04:05.000")
	w.add(" 1 => <")
	w.number(1, 999)
	w.add(":(-1)> Rejected connection from ", w.ban.Address, ":")
	w.number(1024, 65_536)
	w.add(": Invalid server password")
}

func (w *writer) recidive() {
	w.text = w.at.AppendFormat(w.text, "2006-01-02 15:04:05,000")
	w.add(" fail2ban.actions        [")
	w.number(800, 9999)
	w.add("]: NOTICE  [sshd] Ban ", w.ban.Address)
}
