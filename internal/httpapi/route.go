package httpapi

import (
	"cmp"
	"context"
	"fmt"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"bangui/internal/account"
	"bangui/internal/fault"
)

// route is one row of the table in routes.go.
type route struct {
	// ID names the operation in the OpenAPI document, such as list-hosts.
	ID     string
	Method string
	// Path is below [Prefix].
	Path string
	// Permission is what the caller must have; there is no default.
	Permission account.Permission
	// Tag groups operations in the document; it is the noun.
	Tag     string
	Summary string
	// Status is that of success; zero means 200, or 204 without a body.
	Status int
	// BeforeSetup routes answer while the installation is not set up yet.
	BeforeSetup bool
	// Alone routes send something else than one JSON value, and cannot be read together with others.
	Alone bool
	// MaxBody is the largest body of a request, in bytes; zero means [maxBody].
	MaxBody int64
	// Handler is made by handle.
	Handler registrar
}

// registrar binds a method of server to a route.
type registrar func(s *server, api huma.API, op huma.Operation)

// handle makes a registrar of a method of server: handle((*server).listHosts).
//
// I holds the parameters (tags path, query, header) and the Body, O the Body and headers of the answer. Errors are faults or
// our own mistakes; they become problem documents here and nowhere else.
func handle[I, O any](method func(*server, context.Context, *I) (*O, error)) registrar {
	return func(s *server, api huma.API, op huma.Operation) {
		demandVisible(op.OperationID, reflect.TypeFor[I]())
		demandVisible(op.OperationID, reflect.TypeFor[O]())
		huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := method(s, ctx, in)
			if err != nil {
				return nil, s.problemOf(ctx, err)
			}
			return out, nil
		})
	}
}

// demandVisible panics if a type embeds one whose name begins with a small letter: huma would leave its fields out of the document
// and never fill them, without a word.
func demandVisible(id string, t reflect.Type) {
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous && !f.IsExported() {
			panic(fmt.Sprintf("%s: huma does not see the fields of %s in %s; give it a capital letter", id, f.Name, t))
		}
		if f.Name == "Body" && f.Type.Kind() == reflect.Struct {
			demandVisible(id, f.Type)
		}
	}
}

// register adds all routes to the API and completes its document.
func (s *server) register(api huma.API) {
	for _, r := range routes() {
		op := r.operation()
		op.Middlewares = huma.Middlewares{s.guard(r)}
		r.Handler(s, api, op)
	}
	completeSchemas(api.OpenAPI().Components.Schemas)
}

func (r route) operation() huma.Operation {
	return huma.Operation{
		OperationID:   r.ID,
		Method:        r.Method,
		Path:          Prefix + r.Path,
		Tags:          []string{r.Tag},
		Summary:       r.Summary,
		DefaultStatus: r.Status,
		// takeBody looks after both.
		MaxBodyBytes: -1, BodyReadTimeout: -1,
		Extensions: map[string]any{"x-permission": string(r.Permission)},
	}
}

// guard lets a request through to the route if the installation is set up and its caller may.
func (s *server) guard(r route) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		req, w := humago.Unwrap(hc)
		info := infoOf(req.Context())
		info.route = Prefix + r.Path
		err := s.admit(req, r)
		if err == nil && r.Alone && info.part {
			err = fault.Invalid.Errorf("%s cannot be read together with others", r.Path).WithMend("ask for it by itself")
		}
		if err == nil {
			err = s.takeBody(w, req, cmp.Or(r.MaxBody, maxBody))
		}
		if err != nil {
			s.writeProblem(w, req, s.problemOf(req.Context(), err))
			return
		}
		next(hc)
	}
}
