package httpapi

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"bangui/internal/ban"
)

type exportInput struct {
	BanFilters
	Format string `query:"format" enum:"csv,jsonl" default:"csv"`
}

// exportPage is how many bans are in memory at a time.
const exportPage = 500

// exportBans sends the bans as they are read, page by page. The client decides how fast; if it goes, the reading ends.
func (s *server) exportBans(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
	scope, err := s.scopeOf(ctx, in.BanFilters)
	if err != nil {
		return nil, err
	}
	// The first page is read before the answer begins, so that an error is one.
	query := ban.Query{Scope: scope, Limit: exportPage, NoRepeats: true, AllEvidence: in.Format == "jsonl"}
	page, err := s.deps.Bans.List(ctx, query)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		e := newExporter(in.Format, w, s.deps.Bans.Now())
		if err := s.export(r.Context(), e, query, page); err != nil {
			s.log.InfoContext(r.Context(), "export ended early", "request_id", infoOf(r.Context()).requestID, "rows", e.rows, "err", err)
			// Whoever reads must see that it is not all: the connection is cut.
			panic(http.ErrAbortHandler)
		}
	}}, nil
}

func (s *server) export(ctx context.Context, e *exporter, query ban.Query, page ban.Page) error {
	for {
		for _, b := range page.Bans {
			if err := e.write(b); err != nil {
				return err
			}
		}
		if err := e.flush(); err != nil || page.Next == nil {
			return err
		}
		query.Cursor = page.Next
		var err error
		if page, err = s.deps.Bans.List(ctx, query); err != nil {
			return err
		}
	}
}

// exporter writes bans in one of the formats.
type exporter struct {
	control *http.ResponseController
	buffer  *bufio.Writer
	csv     *csv.Writer
	json    *json.Encoder
	rows    int
}

func newExporter(format string, w http.ResponseWriter, now time.Time) *exporter {
	e := &exporter{control: http.NewResponseController(w), buffer: bufio.NewWriterSize(w, 64<<10)}
	name := "bangui-bans-" + now.UTC().Format("20060102-150405") + "." + format
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("X-Accel-Buffering", "no")
	if format == "jsonl" {
		w.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
		e.json = json.NewEncoder(e.buffer)
		return e
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	e.csv = csv.NewWriter(e.buffer)
	e.csv.UseCRLF = true
	_ = e.csv.Write(exportColumns()) // it fails with the first row, too
	return e
}

func exportColumns() []string {
	return []string{
		"id", "host", "jail", "address", "banned_at", "until", "ban_time_seconds", "ended_at", "ended_by", "ended_actor", "origin", "actor",
		"reason", "failures", "count", "country", "asn", "network", "evidence_lines", "evidence",
	}
}

func (e *exporter) write(b ban.Ban) error {
	e.rows++
	if e.json != nil {
		return e.json.Encode(banBodyOf(b))
	}
	return e.csv.Write(csvRow(listedBanOf(b)))
}

func csvRow(b banBody) []string {
	row := []string{
		strconv.FormatInt(b.ID, 10), b.Host, b.Jail, b.Address, csvTime(&b.BannedAt), csvTime(b.Until), "", csvTime(b.EndedAt), "", b.EndedActor,
		b.Origin, b.Actor, b.Reason, strconv.Itoa(b.Failures), strconv.Itoa(b.Count), b.Country, "", b.Network, strconv.Itoa(b.EvidenceLines),
		strings.Join(b.Evidence, "\n"),
	}
	if b.BanTime != nil {
		row[6] = strconv.FormatInt(*b.BanTime, 10)
	}
	if b.EndedBy != nil {
		row[8] = *b.EndedBy
	}
	if b.ASN != 0 {
		row[16] = strconv.FormatUint(uint64(b.ASN), 10)
	}
	for i, text := range row {
		row[i] = harmless(text)
	}
	return row
}

// harmless keeps spreadsheets from taking text of strangers for a formula: they do if it begins with one of these characters. Numbers
// that are below zero stay what they are. Source: OWASP, CSV Injection.
func harmless(text string) string {
	text = harmlessParts(text)
	if text == "" || !strings.ContainsRune("=+-@\t\r\n|%", rune(text[0])) {
		return text
	}
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return text
	}
	return "'" + text
}

// harmlessParts does so with what a spreadsheet takes for cells of their own where it reads semicolons or tabs as what lies between cells, or for
// lines. A quotation mark may stand before a formula then.
func harmlessParts(text string) string {
	var b strings.Builder
	begins := false
	for _, r := range text {
		if begins && strings.ContainsRune("=+-@", r) {
			b.WriteByte('\'')
		}
		begins = strings.ContainsRune(";\t\r\n", r) || (begins && r == '"')
		b.WriteRune(r)
	}
	return b.String()
}

func csvTime(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// flush sends what was written. A client that does not take it within the time is given up.
func (e *exporter) flush() error {
	if e.csv != nil {
		e.csv.Flush()
		if err := e.csv.Error(); err != nil {
			return err
		}
	}
	// Not every writer has deadlines; a connection has.
	if err := e.control.SetWriteDeadline(time.Now().Add(exportWithin)); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := e.buffer.Flush(); err != nil {
		return err
	}
	return e.control.Flush()
}

// exportWithin is how long a client may take to receive one piece.
const exportWithin = 60 * time.Second

// handleExport is handle for the export, whose formats the document names.
func handleExport(method func(*server, context.Context, *exportInput) (*huma.StreamResponse, error)) registrar {
	return func(s *server, api huma.API, op huma.Operation) {
		text := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
		op.Responses = map[string]*huma.Response{"200": {
			Description: http.StatusText(http.StatusOK),
			Content:     map[string]*huma.MediaType{"text/csv": text, "application/jsonl": text},
		}}
		handle(method)(s, api, op)
	}
}
