package seed

import (
	"math/rand/v2"
	"time"
)

// jail is one with its settings.
type jail struct {
	name string
	// share is how often it bans, relative to the others.
	share    float64
	maxRetry int
	length   time.Duration
	// longest is where doubling the length with each ban ends; zero for jails that do not.
	longest time.Duration
	line    func(w *writer)
	// ids is true for a jail that also bans what is no address.
	ids bool
}

// jailCount is how many jails there are, recidive which of them is for those who come back.
const (
	jailCount = 10
	recidive  = 9
)

// jails are those of a web and mail server, and one that bans hardly ever.
func jails() []jail {
	return []jail{
		{name: "sshd", share: 630, maxRetry: 5, length: 10 * time.Minute, longest: 12 * time.Hour, line: (*writer).sshd},
		{name: "nginx-botsearch", share: 90, maxRetry: 2, length: time.Hour, line: (*writer).botsearch},
		{name: "nginx-http-auth", share: 70, maxRetry: 3, length: time.Hour, line: (*writer).httpAuth},
		{name: "nginx-limit-req", share: 40, maxRetry: 4, length: 10 * time.Minute, line: (*writer).limitReq},
		{name: "postfix", share: 50, maxRetry: 3, length: time.Hour, line: (*writer).postfix},
		{name: "postfix-sasl", share: 45, maxRetry: 3, length: 2 * time.Hour, longest: 24 * time.Hour, line: (*writer).sasl},
		{name: "dovecot", share: 55, maxRetry: 4, length: time.Hour, line: (*writer).dovecot},
		{name: "vsftpd", share: 19, maxRetry: 3, length: 30 * time.Minute, line: (*writer).vsftpd},
		{name: "murmur", share: 0.3, maxRetry: 1, length: time.Hour, line: (*writer).murmur, ids: true},
		{name: "recidive", maxRetry: 5, length: 7 * 24 * time.Hour, line: (*writer).recidive},
	}
}

// banTime is the length of the count-th ban.
func (j jail) banTime(count int) time.Duration {
	if j.longest == 0 {
		return j.length
	}
	return min(j.longest, j.length<<min(count-1, 20))
}

func (j jail) failures(r *rand.Rand) int { return j.maxRetry + max(0, int(r.ExpFloat64()*1.5-0.7)) }
