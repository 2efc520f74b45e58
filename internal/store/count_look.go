package store

import (
	"context"
	"database/sql"
	"math"
	"strconv"
	"strings"
	"time"

	"bangui/internal/ban"
)

// Where there is no count for a question, bans themselves are looked at: all of them, if they are at most maxLooked, else a sample: so
// many of each of a number of pieces of time, each of which stands for all bans of its piece.
const (
	maxLooked    = 3_000
	samplePieces = 48
	samplePiece  = 50
)

// look is what is looked at of a ban for statistics.
type look struct {
	bannedAt int64
	host     string
	jail     string
	country  string
	asn      uint32
	origin   ban.Origin
	address  string
}

func (l look) fits(scope ban.Scope) bool {
	return (scope.Host == "" || l.host == scope.Host) && (scope.Jail == "" || l.jail == scope.Jail) &&
		(scope.Country == "" || l.country == countryCode(scope.Country)) && (scope.ASN == 0 || l.asn == scope.ASN) &&
		(scope.Origin == "" || l.origin == scope.Origin)
}

func (l look) by(by ban.Dimension) string {
	if by == ban.ByAddress {
		return l.address
	}
	return countedKey{jail: l.jail, country: l.country, network: strconv.FormatUint(uint64(l.asn), 10), origin: l.origin}.by(by)
}

// noNetwork is the key of bans whose network is not known.
const noNetwork = "0"

// sampled is a ban of a sample and for how many it stands.
type sampled struct {
	look
	stands float64
}

// lookAtBans counts what no count answers.
func (s *Store) lookAtBans(ctx context.Context, query ban.CountQuery) (ban.Counts, error) {
	from, to, err := s.banMillis(ctx, query.Scope, day)
	if err != nil {
		return ban.Counts{}, s.explain(ctx, "count bans", err)
	}
	bans, estimated, err := s.sample(ctx, query.Scope, evenly(from, to))
	if err != nil {
		return ban.Counts{}, s.explain(ctx, "count bans", err)
	}
	sums := make(map[string]float64)
	for _, b := range bans {
		sums[b.by(query.By)] += b.stands
	}
	whole := make(map[string]int64, len(sums))
	for key, n := range sums {
		whole[key] = int64(math.Round(n))
	}
	var unknown int64
	if query.By == ban.ByNetwork {
		// Those that are in no network that is known count in the total only, as in [Store.countNetworks].
		unknown = whole[noNetwork]
		delete(whole, noNetwork)
	}
	counts := countsOf(whole, query.Limit)
	counts.Total += unknown
	counts.Estimated = estimated
	return counts, nil
}

// lookAtBansOverTime is lookAtBans for a line.
func (s *Store) lookAtBansOverTime(ctx context.Context, scope ban.Scope, edges []time.Time, by ban.Dimension) (ban.Series, error) {
	moments := make([]int64, len(edges))
	for i, edge := range edges {
		moments[i] = edge.UnixMilli()
	}
	bans, estimated, err := s.sample(ctx, scope, moments)
	if err != nil {
		return ban.Series{}, s.explain(ctx, "count bans over time", err)
	}
	// Rounded at the end, so that a line of small numbers does not vanish.
	sums := make(map[string][]float64)
	for _, b := range bans {
		key := b.by(by)
		if sums[key] == nil {
			sums[key] = make([]float64, len(edges)-1)
		}
		sums[key][pointOf(moments, b.bannedAt)] += b.stands
	}
	lines := newLines(len(edges) - 1)
	for key, values := range sums {
		for point, n := range values {
			lines.add(key, point, int64(math.Round(n)))
		}
	}
	return ban.Series{Lines: lines.sorted(), Estimated: estimated}, nil
}

// pointOf returns between which moments t lies.
func pointOf(moments []int64, t int64) int {
	point := 0
	for point+2 < len(moments) && moments[point+1] <= t {
		point++
	}
	return point
}

// evenly cuts a stretch of time for a sample: at whole hours, or at midnights in UTC where it is long, or too old to be counted by the
// hour.
func evenly(from, to int64) []int64 {
	width := hour
	if to-from > samplePieces*day*hourMillis/2 || from < oldestHour() {
		width = day
	}
	n := max(1, min(samplePieces, (to-from)/(int64(width)*hourMillis)))
	moments := make([]int64, 0, n+1)
	for i := range n + 1 {
		moments = append(moments, floorMillis(from+(to-from)/n*i, width))
	}
	moments[0], moments[n] = from, to
	return moments
}

// sample returns bans of the scope between the first and the last moment: all of them, or some that stand for the others.
func (s *Store) sample(ctx context.Context, scope ban.Scope, moments []int64) (bans []sampled, estimated bool, err error) {
	scope.From, scope.To = time.UnixMilli(moments[0]), time.UnixMilli(moments[len(moments)-1])
	lead, err := s.leadOf(ctx, scope)
	if err != nil {
		return nil, false, err
	}
	if lead.n <= maxLooked {
		looked, err := s.lookAt(ctx, lead, moments[0], moments[len(moments)-1], maxLooked+1)
		if err != nil {
			return nil, false, err
		}
		if len(looked) <= maxLooked {
			return standing(looked, scope, 1), false, nil
		}
	}
	sizes, err := s.leadSizes(ctx, lead, moments)
	if err != nil {
		return nil, false, err
	}
	parts, err := s.sampleParts(ctx, lead, moments, sizes)
	if err != nil {
		return nil, false, err
	}
	for i, part := range parts {
		if len(part) > 0 {
			bans = append(bans, standing(part, scope, float64(sizes[i])/float64(len(part)))...)
		}
	}
	return bans, true, nil
}

func standing(looked []look, scope ban.Scope, stands float64) []sampled {
	var bans []sampled
	for _, l := range looked {
		if l.fits(scope) {
			bans = append(bans, sampled{l, max(stands, 1)})
		}
	}
	return bans
}

// sampleParts looks at a part of the bans between each two moments: at neighbours, because those lie together on the disk. Where it begins
// depends on the time alone, so that the same question has the same answer.
func (s *Store) sampleParts(ctx context.Context, lead lead, moments, sizes []int64) ([][]look, error) {
	const golden = 0.6180339887498949
	spans := make([]lookSpan, len(sizes))
	for i, size := range sizes {
		from, to := moments[i], moments[i+1]
		spans[i] = lookSpan{from, to}
		if size > samplePiece {
			_, fraction := math.Modf(float64(from/hourMillis) * golden)
			spans[i].from += int64(float64(to-from) * fraction * (1 - float64(samplePiece)/float64(size)))
		}
	}
	parts, err := s.lookAtEach(ctx, lead, spans, samplePiece)
	if err != nil {
		return nil, err
	}
	// Where there are none after its beginning, the others of the piece are looked at.
	missed := make([]lookSpan, len(sizes))
	for i, size := range sizes {
		if size > 0 && len(parts[i]) == 0 {
			missed[i] = lookSpan{moments[i], moments[i+1]}
		}
	}
	others, err := s.lookAtEach(ctx, lead, missed, samplePiece)
	for i := range parts {
		parts[i] = append(parts[i], others[i]...)
	}
	return parts, err
}

func (s *Store) lookAt(ctx context.Context, lead lead, from, to int64, limit int) ([]look, error) {
	parts, err := s.lookAtEach(ctx, lead, []lookSpan{{from, to}}, limit)
	return parts[0], err
}

// lookSpan is from when to when is looked, in milliseconds; it is empty if both are alike.
type lookSpan struct{ from, to int64 }

// What stands between what is told of a ban, and between one ban and the next.
const (
	lookSeparator    = keySeparator
	nextBanSeparator = pairSeparator
)

// lookAtEach returns the first bans of each span. They come as one text, which is several times quicker than a row for each.
func (s *Store) lookAtEach(ctx context.Context, lead lead, spans []lookSpan, limit int) ([][]look, error) {
	parts := make([][]look, len(spans))
	var wanted []string
	for i, span := range spans {
		if span.from < span.to {
			wanted = append(wanted, literals(int64(i), span.from, span.to))
		}
	}
	if len(wanted) == 0 {
		return parts, nil
	}
	where := &filter{}
	lead.add(where)
	where.add("banned_at >= since and banned_at < before")
	const tell = `cast(banned_at as text) || '` + lookSeparator + `' || host || '` + lookSeparator + `' || jail || '` + lookSeparator + `' || country || '` +
		lookSeparator + `' || cast(asn as text) || '` + lookSeparator + `' || origin || '` + lookSeparator + `' || address`
	texts, err := all(ctx, s.read, scanLooks, `
		with wanted (point, since, before) as (values `+strings.Join(wanted, `, `)+`)
		select point, coalesce((
			select string_agg(told, '`+nextBanSeparator+`') from (
				select `+tell+` as told from bans where `+where.text()+` order by banned_at, id limit `+strconv.Itoa(limit)+`) as first_ones), '')
		from wanted`, where.args...)
	for _, t := range texts {
		parts[t.point] = t.looks()
	}
	return parts, err
}

// looks are several bans in one text.
type looks struct {
	point int
	text  string
}

func scanLooks(row *sql.Rows) (looks, error) {
	var l looks
	return l, row.Scan(&l.point, &l.text)
}

// looks reads the text. A ban whose address has separators in it, which is none then, is left out.
func (l looks) looks() []look {
	if l.text == "" {
		return nil
	}
	list := make([]look, 0, strings.Count(l.text, nextBanSeparator)+1)
	for told := range strings.SplitSeq(l.text, nextBanSeparator) {
		fields := strings.SplitN(told, lookSeparator, 7)
		if len(fields) < 7 {
			continue
		}
		at, err := strconv.ParseInt(fields[0], 10, 64)
		asn, asnErr := strconv.ParseUint(fields[4], 10, 32)
		if err != nil || asnErr != nil {
			continue
		}
		list = append(list, look{
			bannedAt: at, host: fields[1], jail: fields[2], country: fields[3], asn: uint32(asn), origin: ban.Origin(fields[5]), address: fields[6],
		})
	}
	return list
}
