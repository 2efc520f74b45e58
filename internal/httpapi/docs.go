package httpapi

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	_ "embed"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// docsTemplate shows the document to people, without scripts and without anything from elsewhere.
//
//go:embed docs.html
var docsTemplate string

type docsOutput struct {
	ContentType string `header:"Content-Type"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

func (s *server) getDocs(context.Context, *struct{}) (*docsOutput, error) {
	page, err := template.New("docs").Parse(docsTemplate)
	if err != nil {
		return nil, fmt.Errorf("parse the page of the api: %w", err)
	}
	nonce := rand.Text()
	var text bytes.Buffer
	if err := page.Execute(&text, docsOf(describe(), s.deps.Version, nonce)); err != nil {
		return nil, fmt.Errorf("make the page of the api: %w", err)
	}
	return &docsOutput{
		ContentType: "text/html; charset=utf-8", Body: text.Bytes(),
		Policy: "default-src 'none'; style-src 'nonce-" + nonce + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	}, nil
}

// docs is what the page shows.
type docs struct {
	Version, Nonce string
	Groups         []docsGroup
	Schemas        []docsSchema
}

type docsGroup struct {
	Name       string
	Operations []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary string
	Permission                any
	// Body is the name of a schema; empty if there is none.
	Body       string
	Answers    []docsAnswer
	Parameters []docsField
}

type docsAnswer struct {
	Status, Schema, Text string
}

type docsSchema struct {
	Name   string
	Fields []docsField
}

type docsField struct {
	Name, Type, Doc string
	// Ref is the name of a schema; empty if it is a simple type.
	Ref string
}

func docsOf(api *huma.OpenAPI, version, nonce string) docs {
	d := docs{Version: version, Nonce: nonce}
	groups := make(map[string][]docsOperation)
	for path, item := range api.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				groups[op.Tags[0]] = append(groups[op.Tags[0]], docsOfOperation(path, op))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		slices.SortFunc(groups[name], func(a, b docsOperation) int {
			return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
		})
		d.Groups = append(d.Groups, docsGroup{Name: name, Operations: groups[name]})
	}
	schemas := api.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		d.Schemas = append(d.Schemas, docsSchema{Name: name, Fields: docsFields(schemas[name])})
	}
	return d
}

func docsOfOperation(path string, op *huma.Operation) docsOperation {
	o := docsOperation{
		ID: op.OperationID, Method: op.Method, Path: path, Summary: op.Summary, Permission: op.Extensions["x-permission"],
	}
	if op.RequestBody != nil {
		o.Body = schemaOf(op.RequestBody.Content)
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		r := op.Responses[status]
		o.Answers = append(o.Answers, docsAnswer{Status: status, Schema: schemaOf(r.Content), Text: r.Description})
	}
	for _, p := range op.Parameters {
		f := docsFieldOf(p.Name, p.Schema)
		f.Doc = cmp.Or(p.Description, f.Doc)
		o.Parameters = append(o.Parameters, f)
	}
	return o
}

// schemaOf is the name of the schema of a body, empty if it has none.
func schemaOf(content map[string]*huma.MediaType) string {
	for _, media := range content {
		if media.Schema != nil {
			return refName(media.Schema)
		}
	}
	return ""
}

func docsFields(schema *huma.Schema) []docsField {
	var fields []docsField
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		f := docsFieldOf(name, schema.Properties[name])
		if !slices.Contains(schema.Required, name) {
			f.Type += ", optional"
		}
		fields = append(fields, f)
	}
	return fields
}

func docsFieldOf(name string, schema *huma.Schema) docsField {
	f := docsField{Name: name, Type: schema.Type, Ref: refName(schema), Doc: schema.Description}
	switch {
	case schema.Type == huma.TypeArray:
		f.Ref, f.Type = refName(schema.Items), strings.TrimSpace(schema.Items.Type+" list")
	case len(schema.AnyOf) > 0:
		f.Ref, f.Type = refName(schema.AnyOf[0]), "or null"
	case schema.Nullable:
		f.Type += " or null"
	}
	if schema.Format != "" {
		f.Type += " (" + schema.Format + ")"
	}
	if len(schema.Enum) > 0 {
		f.Type = choices(schema.Enum)
	}
	return f
}

func choices(values []any) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, " | ")
}

func refName(schema *huma.Schema) string {
	return strings.TrimPrefix(schema.Ref, schemaPrefix)
}
