package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// question is one request to the API, and which line of the table it belongs to.
type question struct {
	line, name, path string
}

// reference is what one would ask the database instead.
type reference struct {
	name, query string
	args        []any
}

// ranges are those of the dashboard.
func ranges() []string { return []string{"24h", "7d", "30d", "365d"} }

// filters are those that a dashboard can have, with more and more conditions.
func (p *past) filters() []map[string]string {
	k := p.known
	return []map[string]string{
		{},
		{"host": k.hosts.most},
		{"host": k.hosts.few},
		{"jail": k.jails.most},
		{"jail": k.jails.few},
		{"country": k.countries.most},
		{"country": k.countries.few},
		{"origin": "detected"},
		{"origin": "manual"},
		{"asn": k.networks.most},
		{"asn": k.networks.few},
		{"host": k.hosts.most, "jail": k.jails.most},
		{"jail": k.jails.most, "country": k.countries.most},
		{"host": k.hosts.some, "country": k.countries.some},
		{"jail": k.jails.some, "asn": k.networks.most},
		{"country": k.countries.most, "asn": k.networks.some},
		{"host": k.hosts.most, "jail": k.jails.most, "country": k.countries.most, "origin": "detected"},
		{"host": k.hosts.some, "jail": k.jails.some, "asn": k.networks.most},
	}
}

// blocks are the parts of the dashboard.
func blocks() []string {
	return []string{"summary", "trend", "jails", "countries", "networks", "addresses"}
}

// dashboard are the questions of each block, in each range, with each filter.
func (p *past) dashboard() (all []question) {
	for _, block := range blocks() {
		for _, length := range ranges() {
			for _, filter := range p.filters() {
				query := url.Values{"range": {length}, "tz": {"Europe/Berlin"}}
				path := "/stats/" + block + "?" + withFilter(query, filter)
				name := "dashboard: " + block
				if block == "countries" {
					name = "dashboard and map: countries"
				}
				all = append(all, question{name, "/stats/" + block + " " + length + " " + describe(filter), path})
			}
		}
	}
	return all
}

func withFilter(query url.Values, filter map[string]string) string {
	for name, value := range filter {
		query.Set(name, value)
	}
	return query.Encode()
}

func describe(filter map[string]string) string {
	var words []string
	for name, value := range filter {
		words = append(words, name+"="+value)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// lists are the questions of the history page.
func (p *past) lists(deep string) (all []question) {
	k := p.known
	month := time.Now().Add(-30 * 24 * time.Hour).UTC().Format(time.RFC3339)
	add := func(line string, filter map[string]string) {
		all = append(all, question{"list: " + line, "/bans " + describe(filter), "/bans?" + withFilter(url.Values{"limit": {"100"}}, filter)})
	}
	add("first page", map[string]string{})
	add("deep page", map[string]string{"cursor": deep})
	for _, filter := range p.filters()[1:11] {
		add("one filter", filter)
	}
	add("one filter", map[string]string{"from": month})
	add("one filter", map[string]string{"to": month})
	add("one filter", map[string]string{"q": "oracle"})
	add("address or network", map[string]string{"address": k.heaviest})
	add("address or network", map[string]string{"address": k.ordinary})
	add("address or network", map[string]string{"address": k.heaviest + "/24"})
	add("address or network", map[string]string{"address": k.ordinary + "/24"})
	add("address or network", map[string]string{"address": k.heaviest + "/16"})
	add("address or network", map[string]string{"address": k.heaviest + "/8"})
	add("three filters", map[string]string{"host": k.hosts.most, "jail": k.jails.most, "country": k.countries.most})
	add("three filters", map[string]string{"host": k.hosts.few, "jail": k.jails.some, "country": k.countries.some})
	add("three filters", map[string]string{"jail": k.jails.most, "asn": k.networks.most, "origin": "detected"})
	add("three filters", map[string]string{"host": k.hosts.few, "country": k.countries.most, "origin": "manual"})
	add("three filters", map[string]string{"address": k.heaviest + "/8", "jail": k.jails.some, "host": k.hosts.few})
	add("three filters", map[string]string{"q": "postgres", "jail": k.jails.most, "country": k.countries.some})
	add("three filters", map[string]string{"from": month, "jail": k.jails.few, "country": k.countries.most})
	return append(all, p.nothing()...)
}

// nothing are lists without a ban.
func (p *past) nothing() (all []question) {
	k := p.known
	for _, filter := range []map[string]string{
		{"jail": k.jails.few, "country": k.noneOfJail},
		{"jail": k.jails.few, "asn": k.noneOfNetwork},
		{"host": k.hosts.few, "jail": k.jails.few, "country": k.noneOfJail, "origin": "fleet"},
		{"address": k.noneIn8, "jail": k.jails.few},
		{"address": k.heaviest + "/8", "jail": "nowhere"},
		{"address": "10.0.0.0/8", "jail": k.jails.most},
		{"address": k.heaviest + "/8", "origin": "fleet", "country": k.countries.few},
		{"q": "text that is nowhere"},
		{"q": "text that is nowhere", "jail": k.jails.most, "country": k.countries.most},
		{"jail": "nowhere"},
		{"country": "AQ", "host": k.hosts.most},
	} {
		all = append(all, question{"list: nothing found", "/bans " + describe(filter), "/bans?" + withFilter(url.Values{"limit": {"100"}}, filter)})
	}
	return all
}

// others are pages of addresses, and how many bans there are.
func (p *past) others() (all []question) {
	k := p.known
	for _, address := range []string{k.heaviest, k.ordinary, k.heaviest + "/24", k.heaviest + "/8", "192.0.2.1"} {
		all = append(all, question{"address page", "/addresses/" + address, "/addresses/" + url.PathEscape(address)})
	}
	for _, filter := range append(p.filters(), map[string]string{"q": "oracle"}, map[string]string{"address": k.heaviest + "/8"},
		map[string]string{"address": k.heaviest + "/8", "jail": k.jails.few}, map[string]string{"q": "text that is nowhere"}) {
		all = append(all, question{"estimated number of bans", "/bans/count " + describe(filter), "/bans/count?" + withFilter(url.Values{}, filter)})
	}
	all = append(all, question{"page of active bans", "/bans/active", "/bans/active?limit=100"})
	return append(all, question{"page of active bans", "/bans/active jail", "/bans/active?limit=100&jail=" + k.jails.most})
}

// references are the same as plain SQL, by the line of the table.
func (p *past) references() map[string]reference {
	k, year := p.known, time.Now().Add(-365*24*time.Hour).UnixMilli()
	of := func(column string) string {
		return `select ` + column + `, count(*) from bans where banned_at >= $1 group by 1 order by 2 desc limit 100`
	}
	const hundred = ` order by banned_at desc, id desc limit 100`
	return map[string]reference{
		"dashboard: summary":           {"`select count(*)` of a year", `select '', count(*) from bans where banned_at >= $1`, []any{year}},
		"dashboard: trend":             {"`count(*) … group by day, jail` of a year", `select banned_at / 86400000, jail, count(*) from bans where banned_at >= $1 group by 1, 2`, []any{year}},
		"dashboard: jails":             {"`count(*) … group by jail` of a year", of("jail"), []any{year}},
		"dashboard and map: countries": {"`count(*) … group by country` of a year", of("country"), []any{year}},
		"dashboard: networks":          {"`count(*) … group by asn` of a year", of("asn"), []any{year}},
		"dashboard: addresses":         {"`count(*) … group by address` of a year", of("address"), []any{year}},
		"list: deep page":              {"`… order by banned_at limit 100 offset` half of them", `select * from bans` + hundred + ` offset ` + strconv.Itoa(p.bans/2), nil},
		"list: three filters": {
			"`… where host and jail and country … limit 100`", `select * from bans where host = $1 and jail = $2 and country = $3` + hundred,
			[]any{k.hosts.few, k.jails.some, k.countries.some},
		},
		"list: nothing found": {
			"`… where evidence like '%…%' … limit 100`", `select * from bans where evidence like '%text that is nowhere%'` + hundred, nil,
		},
		"address page": {"`… where address = …`", `select * from bans where address = $1` + hundred, []any{k.heaviest}},
		"estimated number of bans": {
			"`count(*) … where jail and country`", `select '', count(*) from bans where jail = $1 and country = $2`, []any{k.jails.most, k.countries.most},
		},
	}
}

// questions asks everything while bans arrive, and returns a row for each line of the table.
func (p *past) questions(ctx context.Context) ([]row, error) {
	deep, err := p.deepCursor(ctx)
	if err != nil {
		return nil, err
	}
	byLine := make(map[string]sample)
	var order []string
	for _, q := range slices.Concat(p.dashboard(), p.lists(deep), p.others()) {
		took, err := p.ask(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.name, err)
		}
		if !slices.Contains(order, q.line) {
			order = append(order, q.line)
		}
		byLine[q.line] = append(byLine[q.line], took...)
	}
	var rows []row
	for _, line := range order {
		r := row{what: p.what(line), ours: byLine[line].String(), budget: "50 ms p99"}
		if ref, ok := p.references()[line]; ok {
			took, err := p.askPlainly(ctx, ref)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", ref.query, err)
			}
			r.instead, r.reference = ref.name, short(took)
		}
		rows = append(rows, r)
	}
	whole, err := p.wholeDashboard(ctx)
	if err != nil {
		return nil, err
	}
	page, err := p.page(ctx)
	if err != nil {
		return nil, err
	}
	searched, err := p.searchToEnd(ctx)
	return append(append(append(rows, whole), page...), searched), err
}

// ask asks a question again and again. The details also have how long the processors worked for it, and for the bans that arrived
// meanwhile: that differs less from run to run where others use the machine, too.
func (p *past) ask(ctx context.Context, q question) (sample, error) {
	before, err := p.worked()
	if err != nil {
		return nil, err
	}
	took, err := repeat(p.runs, func() error {
		_, err := p.call(ctx, http.MethodGet, q.path, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	after, err := p.worked()
	if err != nil {
		return nil, err
	}
	asked := time.Duration(p.runs + p.runs/10)
	_, err = fmt.Fprintf(p.details, "%8.2f %8.2f %8.2f  %s\n", milliseconds(took.quantile(0.5)), milliseconds(took.quantile(0.99)),
		milliseconds((after-before)/asked), q.name)
	return took, err
}

// worked is how long the processors have worked for the server. Source: proc(5), /proc/pid/stat; a clock tick is 10 ms.
func (s *server) worked() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')'):]))
	user, userErr := strconv.Atoi(fields[12])
	system, systemErr := strconv.Atoi(fields[13])
	return time.Duration(user+system) * 10 * time.Millisecond, errors.Join(userErr, systemErr)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// askPlainly asks the database itself once, which takes long enough, and reads the answer.
func (p *past) askPlainly(ctx context.Context, ref reference) (time.Duration, error) {
	began := time.Now()
	rows, err := p.plain.QueryContext(ctx, ref.query, ref.args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
	}
	took := time.Since(began)
	_, err = fmt.Fprintf(p.details, "%8.2f plain     %s\n", milliseconds(took), ref.query)
	return took, errors.Join(err, rows.Err())
}

// deepCursor is a place in the middle of the history: that of a first page, put back in time.
func (p *past) deepCursor(ctx context.Context) (string, error) {
	text, err := p.call(ctx, http.MethodGet, "/bans?limit=100", nil)
	if err != nil {
		return "", err
	}
	var page struct {
		Next string `json:"next_cursor"`
	}
	if err := json.Unmarshal(text, &page); err != nil {
		return "", err
	}
	content, err := base64.RawURLEncoding.DecodeString(page.Next)
	if err != nil {
		return "", err
	}
	var place map[string]any
	if err := json.Unmarshal(content, &place); err != nil {
		return "", err
	}
	place["t"] = time.Now().Add(-180 * 24 * time.Hour).UnixMilli()
	if content, err = json.Marshal(place); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(content), nil
}

// wholeDashboard asks for all blocks at once, as a browser does, and measures until the last one is there.
func (p *past) wholeDashboard(ctx context.Context) (row, error) {
	took, err := repeat(p.runs, func() error {
		var wg sync.WaitGroup
		failed := make([]error, len(blocks()))
		for i, block := range blocks() {
			wg.Go(func() { _, failed[i] = p.call(ctx, http.MethodGet, "/stats/"+block+"?range=30d&tz=Europe/Berlin", nil) })
		}
		wg.Wait()
		for _, err := range failed {
			if err != nil {
				return err
			}
		}
		return nil
	})
	return row{p.what("all blocks of the dashboard at once, until the last one is there"), took.String(), "", "", ""}, err
}

// searchToEnd asks for lists without a ban again and again, until the search is over.
func (p *past) searchToEnd(ctx context.Context) (row, error) {
	var took sample
	for _, q := range p.nothing() {
		began, pages := time.Now(), 0
		for cursor := ""; ; pages++ {
			path := q.path
			if cursor != "" {
				path += "&cursor=" + cursor
			}
			text, err := p.call(ctx, http.MethodGet, path, nil)
			if err != nil {
				return row{}, err
			}
			var page struct {
				Next string `json:"next_cursor"`
			}
			if err := json.Unmarshal(text, &page); err != nil {
				return row{}, err
			}
			if cursor = page.Next; cursor == "" || time.Since(began) > time.Minute {
				break
			}
		}
		took = append(took, time.Since(began))
		if _, err := fmt.Fprintf(p.details, "%8.2f until the end in %d requests  %s\n", milliseconds(time.Since(began)), pages+1, q.name); err != nil {
			return row{}, err
		}
	}
	return row{p.what("list: nothing found, searched to the end in pieces: median · slowest"), took.String(), "", "", ""}, nil
}

// export reads a million bans as fast as they come.
func (p *past) export(ctx context.Context) (row, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/api/v1/bans/export?format=csv", nil)
	if err != nil {
		return row{}, err
	}
	most, watched := int64(0), make(chan struct{})
	go func() {
		defer close(watched)
		for ctx.Err() == nil {
			if now, err := p.resident(); err == nil {
				most = max(most, now)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	began := time.Now()
	answer, err := p.client.Do(request)
	if err != nil {
		return row{}, err
	}
	defer answer.Body.Close()
	lines, length := 0, 0
	scanner := bufio.NewScanner(answer.Body)
	for lines < 1_000_000 && scanner.Scan() {
		lines++
		length += len(scanner.Bytes()) + 1
	}
	took := time.Since(began)
	if err := scanner.Err(); err != nil {
		return row{}, err
	}
	cancel()
	<-watched
	figure := fmt.Sprintf("%s · %s", short(took), megabytes(most))
	what := fmt.Sprintf("export of %d lines (%s) as CSV: time · most memory of the server meanwhile", lines, megabytes(int64(length)))
	return row{p.what(what), figure, "", "", ""}, nil
}
