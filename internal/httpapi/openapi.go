package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// schemaPrefix is where the document keeps its schemas.
const schemaPrefix = "#/components/schemas/"

// newAPI returns an API without routes. What huma adds by itself is off: its documentation page loads from another site, and
// its hooks add $schema to each answer. Unknown fields and unknown query parameters are refused.
func newAPI(mux *http.ServeMux, version string) huma.API {
	config := huma.DefaultConfig("BanGUI", version)
	config.Info.Description = "Watch, control and configure fail2ban."
	config.CreateHooks = nil
	config.Transformers = []huma.Transformer{problemOfModel}
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.RejectUnknownQueryParameters = true
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: readJSON}
	config.Formats = map[string]huma.Format{"application/json": format, "json": format}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: cookieName},
	}
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[problemDocument]())
	return humago.New(mux, config)
}

// Document returns the OpenAPI document of all routes, indented, as it is kept in api/openapi.json.
func Document() ([]byte, error) {
	text, err := json.MarshalIndent(describe(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("marshal the openapi document: %w", err)
	}
	return append(text, '\n'), nil
}

// describe returns the description of all routes, without anything behind them.
func describe() *huma.OpenAPI {
	api := newAPI(http.NewServeMux(), "1")
	(&server{}).register(api)
	return api.OpenAPI()
}

type openAPIOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *server) getOpenAPI(context.Context, *struct{}) (*openAPIOutput, error) {
	text, err := s.document()
	if err != nil {
		return nil, err
	}
	return &openAPIOutput{ContentType: "application/openapi+json", Body: text}, nil
}

// completeSchemas says three things about the Go types that huma does not: a slice is never null, for our answers have [], a
// pointer to a struct may be, and where one of a few texts or null stands, null is one of the values.
func completeSchemas(registry huma.Registry) {
	for name, schema := range registry.Map() {
		t := registry.TypeFromRef(schemaPrefix + name)
		for property, p := range schema.Properties {
			if p.Type == huma.TypeArray {
				p.Nullable = false
			}
			if p.Nullable && len(p.Enum) > 0 {
				p.Enum = append(p.Enum, nil)
			}
			if p.Ref != "" && isPointer(t, property) {
				*p = huma.Schema{AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}, Description: p.Description}
			}
		}
	}
}

// isPointer tells whether the field of struct t with this JSON name is a pointer that is always present.
func isPointer(t reflect.Type, jsonName string) bool {
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == jsonName {
			return f.Type.Kind() == reflect.Pointer && !strings.Contains(options, "omitempty")
		}
	}
	return false
}
