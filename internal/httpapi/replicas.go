package httpapi

import (
	"context"
	"time"

	"bangui/internal/replica"
)

type replicaBody struct {
	ID            string           `json:"id"`
	Machine       string           `json:"machine"`
	PID           int              `json:"pid"`
	Version       string           `json:"version" doc:"BanGUI's own"`
	State         string           `json:"state" enum:"serving,stopping,silent"`
	Self          bool             `json:"self" doc:"Whether it is the one that answers"`
	Alive         bool             `json:"alive" doc:"Whether it has shown itself lately"`
	URL           string           `json:"url" doc:"Where it answers; empty for a unix socket"`
	Address       string           `json:"address" doc:"Where other replicas join it; empty if nowhere"`
	StartedAt     time.Time        `json:"started_at"`
	BeatAt        time.Time        `json:"beat_at" doc:"When it last showed itself"`
	SilentSeconds int64            `json:"silent_seconds" doc:"How long ago that is, by the database's clock"`
	ClockSkewMS   int64            `json:"clock_skew_ms" doc:"Its clock minus the database's"`
	Linked        []string         `json:"linked" doc:"The replicas that it exchanges messages with"`
	Hosts         []string         `json:"hosts" doc:"The hosts that it looks after"`
	Standby       []string         `json:"standby" doc:"The hosts that it would take over"`
	Tasks         []string         `json:"tasks" doc:"What it runs at present"`
	Warnings      []replicaWarning `json:"warnings"`
}

type replicaWarning struct {
	Code    string `json:"code" enum:"clock_skew,version_differs,not_linked,silent,stopping"`
	Message string `json:"message"`
	Mend    string `json:"mend" doc:"What to do about it"`
}

type replicasOutput struct {
	Body replicaList
}

type replicaList struct {
	Items      []replicaBody `json:"items" doc:"Longest serving first"`
	NextCursor *string       `json:"next_cursor" doc:"Always null: the list is complete"`
	Database   string        `json:"database" enum:"sqlite,postgresql" doc:"Only PostgreSQL can have several replicas"`
}

func (s *server) listReplicas(ctx context.Context, _ *struct{}) (*replicasOutput, error) {
	views, err := s.deps.Replicas.List(ctx)
	if err != nil {
		return nil, err
	}
	list := replicaList{Items: make([]replicaBody, 0, len(views)), Database: s.deps.Database}
	for _, view := range views {
		list.Items = append(list.Items, replicaBodyOf(view))
	}
	return &replicasOutput{Body: list}, nil
}

func replicaBodyOf(view replica.View) replicaBody {
	body := replicaBody{
		ID: view.ID, Machine: view.Machine, PID: view.PID, Version: view.Version, State: string(view.State), Self: view.Self, Alive: view.Alive,
		URL: view.URL, Address: view.Address, StartedAt: view.StartedAt.UTC(), BeatAt: view.BeatAt.UTC(),
		SilentSeconds: seconds(view.Silent), ClockSkewMS: view.Skew.Milliseconds(), Linked: orEmpty(view.Linked), Hosts: orEmpty(view.Hosts),
		Standby: orEmpty(view.Standby), Tasks: orEmpty(view.Tasks), Warnings: make([]replicaWarning, 0, len(view.Warnings)),
	}
	if !view.Alive {
		body.State = silent
	}
	for _, w := range view.Warnings {
		body.Warnings = append(body.Warnings, replicaWarning{Code: string(w.Code), Message: w.Message, Mend: w.Mend})
	}
	return body
}

// silent is the state of a replica that does not show itself any more.
const silent = "silent"

// orEmpty makes of no list an empty one.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
