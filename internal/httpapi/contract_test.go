package httpapi_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// contract is api/openapi.json, as far as answers are checked against it.
type contract struct {
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
	Paths map[string]map[string]struct {
		Responses map[string]struct {
			Content map[string]struct {
				Schema schema `json:"schema"`
			} `json:"content"`
		} `json:"responses"`
	} `json:"paths"`
}

// schema is the part of JSON Schema that the document uses.
type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	Additional any               `json:"additionalProperties"`
	Items      *schema           `json:"items"`
	AnyOf      []schema          `json:"anyOf"`
	Enum       []any             `json:"enum"`
}

func readContract(t *testing.T) *contract {
	t.Helper()
	text, err := os.ReadFile("../../api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{}
	if err := json.Unmarshal(text, c); err != nil {
		t.Fatal(err)
	}
	return c
}

// answer returns the schema of an answer; path is as in the document, without the prefix.
func (c *contract) answer(t *testing.T, method, path string, status int) schema {
	t.Helper()
	responses := c.Paths["/api/v1"+path][strings.ToLower(method)].Responses
	response, ok := responses[fmt.Sprint(status)]
	if !ok {
		response = responses["default"]
	}
	for _, content := range response.Content {
		return content.Schema
	}
	t.Fatalf("the document has no answer %d of %s %s", status, method, path)
	return schema{}
}

// check returns what of v is not as the schema says.
func (c *contract) check(at string, s schema, v any) []string {
	if s.Ref != "" {
		s = c.Components.Schemas[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
	}
	if len(s.AnyOf) > 0 {
		return c.checkAny(at, s, v)
	}
	if !hasType(s.Type, v) {
		return []string{fmt.Sprintf("%s: %v (%T) is not of type %v", at, v, v, s.Type)}
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		return []string{fmt.Sprintf("%s: %v is none of %v", at, v, s.Enum)}
	}
	switch v := v.(type) {
	case map[string]any:
		return c.checkObject(at, s, v)
	case []any:
		var wrong []string
		for i, item := range v {
			wrong = append(wrong, c.check(fmt.Sprintf("%s[%d]", at, i), *s.Items, item)...)
		}
		return wrong
	}
	return nil
}

func (c *contract) checkAny(at string, s schema, v any) []string {
	var all []string
	for _, one := range s.AnyOf {
		wrong := c.check(at, one, v)
		if len(wrong) == 0 {
			return nil
		}
		all = append(all, wrong...)
	}
	return all
}

func (c *contract) checkObject(at string, s schema, v map[string]any) []string {
	var wrong []string
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			wrong = append(wrong, at+"."+name+": missing")
		}
	}
	for name, value := range v {
		property, ok := s.Properties[name]
		if ok {
			wrong = append(wrong, c.check(at+"."+name, property, value)...)
		} else if s.Additional == false {
			wrong = append(wrong, at+"."+name+": not in the document")
		}
	}
	return wrong
}

// hasType tells whether v is of the type, or of one of the types.
func hasType(want, v any) bool {
	if many, ok := want.([]any); ok {
		return slices.ContainsFunc(many, func(one any) bool { return hasType(one, v) })
	}
	switch v := v.(type) {
	case nil:
		return want == "null"
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case float64:
		return want == "number" || (want == "integer" && v == float64(int64(v)))
	case []any:
		return want == "array"
	default:
		return want == "object"
	}
}
