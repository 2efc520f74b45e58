package seed

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"net/netip"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Options say what history is wanted.
type Options struct {
	// Bans is how many there are, Days over how many days they are spread, Hosts how many hosts they are of. A single one has the name
	// that the host of an installation on one machine has.
	Bans, Days, Hosts int
	// Number makes one history different from another.
	Number uint64
	// Until is when it ends: what would end later is in force.
	Until time.Time
	// Country tells in which country an address is; empty if not known. Addresses of unknown countries are made up rarely.
	Country func(addr netip.Addr) string
}

// Limits of the options.
const (
	maxBans  = 100_000_000
	maxDays  = 3650
	maxHosts = 1000
)

// History is a made-up history. Make one with [New]; it is read once.
type History struct {
	options Options
	rand    *rand.Rand
	origins *origins
	crowd   *crowd
	hosts   []string
	hostOf  picker
	jailOf  picker
	jails   []jail
	// inForce has when the bans end that have not ended yet.
	inForce map[banned]time.Time
	lines   writer
}

// banned is what cannot be banned twice at the same time.
type banned struct {
	host, jail int
	network    netip.Prefix
}

// New makes up who attacks. It fails with fault.Invalid if the options ask for what cannot be.
func New(options Options) (*History, error) {
	for _, limit := range []struct {
		name    string
		n, most int
	}{{"bans", options.Bans, maxBans}, {"days", options.Days, maxDays}, {"hosts", options.Hosts, maxHosts}} {
		if limit.n < 1 || limit.n > limit.most {
			return nil, fault.Invalid.Errorf("%d %s cannot be made up; 1 to %d can", limit.n, limit.name, limit.most)
		}
	}
	h := &History{options: options, rand: rand.New(rand.NewPCG(options.Number, 0x62616e)), jails: jails(), inForce: make(map[banned]time.Time)} //nolint:gosec // nothing secret
	h.options.Until = options.Until.UTC().Truncate(time.Second)
	var weights []float64
	for i := range options.Hosts {
		h.hosts = append(h.hosts, fmt.Sprintf("host%02d", i+1))
		weights = append(weights, 1/float64(i+1))
	}
	if options.Hosts == 1 {
		h.hosts[0] = "local"
	}
	h.hostOf = newPicker(weights)
	weights = nil
	for _, j := range h.jails {
		weights = append(weights, j.share)
	}
	h.jailOf = newPicker(weights)
	h.origins = newOrigins(h.rand, options.Country)
	h.crowd = newCrowd(h.rand, options.Bans, h.origins, h.jailOf)
	return h, nil
}

// Hosts are the names of all hosts, busiest first.
func (h *History) Hosts() []string { return h.hosts }

// Networks are the names of all networks' owners that there are, by their numbers.
func (h *History) Networks() map[uint32]string { return h.origins.names }

// Bans returns all bans in the order in which they began, with all their evidence. It can be called once.
func (h *History) Bans() iter.Seq[ban.Ban] {
	return func(yield func(ban.Ban) bool) {
		for hour, n := range h.hours() {
			for _, at := range h.seconds(hour, n) {
				if !yield(h.ban(at)) {
					return
				}
			}
			h.expire(hour)
		}
	}
}

// hours tells how many bans begin in each hour: more by day than by night, fewer at weekends, slowly growing, and no two days alike.
func (h *History) hours() iter.Seq2[time.Time, int] {
	end := h.options.Until.Truncate(time.Hour).Add(time.Hour)
	n := 24 * h.options.Days
	begin := end.Add(-time.Duration(n) * time.Hour)
	weights, sum := make([]float64, n), 0.0
	luck := 1.0
	for i := range weights {
		at := begin.Add(time.Duration(i) * time.Hour)
		if at.Hour() == 0 || i == 0 {
			luck = math.Exp(h.rand.NormFloat64() * 0.25)
		}
		weights[i] = luck * (1 + 0.35*math.Sin(float64(at.Hour()-8)/24*2*math.Pi)) * (0.75 + 0.5*float64(i)/float64(n))
		if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
			weights[i] *= 0.85
		}
		sum += weights[i]
	}
	// The last hour is not over.
	last := h.options.Until.Sub(end.Add(-time.Hour)).Hours()
	sum -= weights[n-1] * (1 - last)
	weights[n-1] *= last
	return func(yield func(time.Time, int) bool) {
		done, reached := 0, 0.0
		for i, weight := range weights {
			reached += weight
			upTo := int(math.Round(float64(h.options.Bans) * reached / sum))
			if i == n-1 {
				upTo = h.options.Bans
			}
			if !yield(begin.Add(time.Duration(i)*time.Hour), upTo-done) {
				return
			}
			done = upTo
		}
	}
}

// seconds returns n moments of an hour in order, before the end of the history.
func (h *History) seconds(hour time.Time, n int) []time.Time {
	length := min(3600, max(1, int(h.options.Until.Sub(hour)/time.Second)))
	counts := make([]int, length)
	for range n {
		counts[h.rand.IntN(length)]++
	}
	moments := make([]time.Time, 0, n)
	for second, count := range counts {
		for range count {
			moments = append(moments, hour.Add(time.Duration(second)*time.Second))
		}
	}
	return moments
}

// expire forgets what was over by then.
func (h *History) expire(by time.Time) {
	for key, end := range h.inForce {
		if end.Before(by) {
			delete(h.inForce, key)
		}
	}
}

// oneTime is the share of bans of addresses that never come back.
const oneTime = 0.31

// ban makes up one ban.
func (h *History) ban(at time.Time) ban.Ban {
	for {
		a := h.crowd.stranger()
		if h.rand.Float64() >= oneTime {
			a = h.crowd.someone()
		}
		key := banned{host: h.hostOf.pick(h.rand), jail: a.jail, network: netip.PrefixFrom(a.addr, a.addr.BitLen())}
		if h.rand.Float64() > 0.75 {
			key.jail = h.jailOf.pick(h.rand)
		}
		if a.times > 4 && h.rand.Float64() < 0.08 {
			key.jail = recidive
		}
		if h.isFree(key, at) {
			return h.make(at, a, key)
		}
	}
}

func (h *History) isFree(key banned, at time.Time) bool {
	end, ok := h.inForce[key]
	return !ok || end.Before(at)
}

func (h *History) make(at time.Time, a *attacker, key banned) ban.Ban {
	j := h.jails[key.jail]
	a.times++
	a.counts[key.jail]++
	b := ban.Ban{
		Host: h.hosts[key.host], Jail: j.name, Address: a.addr.String(), BannedAt: at, Origin: ban.Detected,
		Country: a.country, ASN: a.asn, Network: h.origins.names[a.asn],
		BanTime: j.banTime(int(a.counts[key.jail])), Count: int(a.counts[key.jail]), Failures: j.failures(h.rand),
	}
	h.chooseOrigin(&b)
	if network, _ := a.addr.Prefix(24); b.Origin == ban.Blocklist && a.addr.Is4() && h.rand.IntN(5) == 0 {
		if wide := (banned{key.host, key.jail, network}); h.isFree(wide, at) {
			key, b.Address = wide, network.String()
		}
	}
	if b.Origin == ban.Detected {
		b.Evidence = h.lines.write(h.rand, j, b)
		b.EvidenceLines = len(b.Evidence)
	}
	if j.ids && h.rand.IntN(4) == 0 {
		b.Address, b.Country, b.ASN, b.Network = fmt.Sprintf("user%d@mail.example", h.rand.IntN(1_000_000_000)), "", 0, ""
	}
	if b.BanTime != host.Permanent {
		b.Until = at.Add(b.BanTime)
	}
	end := h.end(&b)
	h.inForce[key] = end
	return b
}

// chooseOrigin makes some bans orders of people, lists and other hosts.
func (h *History) chooseOrigin(b *ban.Ban) {
	dice := h.rand.Float64()
	switch {
	case dice < 0.970:
		return
	case dice < 0.983:
		b.Origin, b.Reason = ban.Blocklist, "on a block list"
	case dice < 0.992:
		b.Origin, b.Actor, b.Reason = ban.Manual, people()[h.rand.IntN(len(people()))], reasons()[h.rand.IntN(len(reasons()))]
	default:
		b.Origin, b.Reason = ban.Fleet, "banned on another host"
	}
	b.Failures, b.Count = 0, 0
	b.BanTime = []time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, host.Permanent}[min(3, int(h.rand.ExpFloat64()))]
}

func people() []string { return []string{"anna", "boris", "chen"} }

func reasons() []string {
	return []string{"scans the web shop", "asked by the abuse desk", "password spraying", "too many requests", ""}
}

// end chooses how and when the ban ends, and returns when.
func (h *History) end(b *ban.Ban) time.Time {
	planned := b.Until
	if planned.IsZero() {
		planned = b.BannedAt.Add(90 * 24 * time.Hour)
	}
	early := b.BannedAt.Add(time.Second + time.Duration(h.rand.Float64()*float64(planned.Sub(b.BannedAt)))).Truncate(time.Millisecond)
	dice := h.rand.Float64()
	at, by, actor := early, ban.EndUnknown, ""
	switch {
	case dice < 0.90 && b.Until.IsZero():
		return h.options.Until.Add(24 * time.Hour)
	case dice < 0.90:
		at, by = planned.Add(time.Duration(h.rand.IntN(1000))*time.Millisecond), ban.EndExpired
	case dice < 0.94:
		by = ban.EndUnbanned
		if h.rand.IntN(2) == 0 {
			actor = people()[h.rand.IntN(len(people()))]
		}
	case dice < 0.97:
		by = ban.EndRepealed
	}
	if at.Before(h.options.Until) {
		b.EndedAt, b.EndedBy, b.EndedActor = at, by, actor
	}
	return at
}
