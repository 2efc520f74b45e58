package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/event"
	"bangui/internal/fleet"
	"bangui/internal/replica"
	"bangui/internal/revision"
	"bangui/internal/schedule"
)

// eventsPermission is what it needs to see the live events.
const eventsPermission = account.ReadBans

// What the events carry.
type (
	helloEvent struct {
		Replica string `json:"replica" doc:"Which process serves the stream; may be empty"`
		Version string `json:"version" doc:"BanGUI's own"`
	}
	banEvent struct {
		Ban banBody `json:"ban"`
	}
	hostEvent struct {
		Host hostBody `json:"host"`
	}
	jailEvent struct {
		Host string `json:"host"`
		Jail string `json:"jail"`
	}
	jobEvent struct {
		Job JobBody `json:"job"`
	}
	replicaEvent struct {
		ID string `json:"id" doc:"Which replica came, left or changed"`
	}
	allowanceEvent struct {
		ID int64 `json:"id" doc:"Which allowance was made or has ended; 0 if it is more than one"`
	}
	revisionEvent struct {
		ID   int64  `json:"id" doc:"Which change of a configuration was made or has got on"`
		Host string `json:"host"`
	}
	blocklistEvent struct {
		ID   int64  `json:"id" doc:"Which block list has changed; 0 if it is about a host"`
		Host string `json:"host" doc:"Which host blocks something else now; empty if it is about a list"`
	}
	resyncEvent struct{}
)

// eventBodies are the events of the stream and what each carries.
func eventBodies() map[string]any {
	return map[string]any{
		"hello": helloEvent{}, event.Ban: banEvent{}, event.Unban: banEvent{}, event.Host: hostEvent{}, event.Jail: jailEvent{},
		event.Job: jobEvent{}, event.Allowance: allowanceEvent{}, event.Blocklist: blocklistEvent{}, event.Revision: revisionEvent{}, event.Replica: replicaEvent{}, event.Resync: resyncEvent{},
	}
}

// encodeWithin is how long it may take to look up what an event needs besides its data.
const encodeWithin = 2 * time.Second

// encodeEvent makes the bytes that every stream sends.
func (s *server) encodeEvent(e event.Event) ([]byte, error) {
	switch data := e.Data.(type) {
	case ban.Ban:
		return s.frame(e.ID, e.Topic, banEvent{Ban: listedBanOf(data)})
	case ban.JailChange:
		return s.frame(e.ID, e.Topic, jailEvent(data))
	case fleet.Record:
		ctx, cancel := context.WithTimeout(context.Background(), encodeWithin)
		defer cancel()
		body, err := s.hostBodyOf(ctx, data)
		if err != nil {
			return nil, err
		}
		return s.frame(e.ID, e.Topic, hostEvent{Host: body})
	case schedule.JobChange:
		return s.frame(e.ID, e.Topic, jobEvent{Job: s.jobBodyOf(data.Run)})
	case allow.Change:
		return s.frame(e.ID, e.Topic, allowanceEvent(data))
	case blocklist.Changed:
		return s.frame(e.ID, e.Topic, blocklistEvent(data))
	case revision.Change:
		return s.frame(e.ID, e.Topic, revisionEvent(data))
	case replica.Change:
		return s.frame(e.ID, e.Topic, replicaEvent(data))
	default:
		return nil, fmt.Errorf("event %s carries %T, which browsers do not know", e.Topic, data)
	}
}

// frame writes one server-sent event.
func (s *server) frame(id int64, name string, body any) ([]byte, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("marshal event %s: %w", name, err)
	}
	return fmt.Appendf(nil, "id: %s\nevent: %s\ndata: %s\n\n", s.eventID(id), name, data), nil
}

// handleStream is like handle, for the live stream, and puts its events into the document.
func handleStream(method func(*server, context.Context, *eventsInput) (*huma.StreamResponse, error)) registrar {
	return func(s *server, api huma.API, op huma.Operation) {
		op.Responses = map[string]*huma.Response{"200": {
			Description: http.StatusText(http.StatusOK),
			Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{
				Type: huma.TypeArray, Description: "Server-sent events, each of one of these kinds",
				Items: &huma.Schema{OneOf: eventSchemas(api.OpenAPI().Components.Schemas)},
			}}},
		}}
		handle(method)(s, api, op)
	}
}

func eventSchemas(registry huma.Registry) []*huma.Schema {
	bodies := eventBodies()
	var schemas []*huma.Schema
	for _, name := range slices.Sorted(maps.Keys(bodies)) {
		schemas = append(schemas, &huma.Schema{
			Type: huma.TypeObject, Title: name, Required: []string{"id", "event", "data"},
			Properties: map[string]*huma.Schema{
				"id":    {Type: huma.TypeString},
				"event": {Type: huma.TypeString, Enum: []any{name}},
				"data":  registry.Schema(reflect.TypeOf(bodies[name]), true, name),
			},
		})
	}
	return schemas
}
