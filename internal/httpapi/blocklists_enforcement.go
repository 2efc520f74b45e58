package httpapi

import (
	"context"
	"time"

	"bangui/internal/blocklist"
	"bangui/internal/host"
)

type enforcementBody struct {
	Host  string `json:"host"`
	Mode  string `json:"mode" enum:"kernel,jail,off" doc:"Whether it blocks in its kernel, by bans in the jail blocklist-import, or not at all"`
	Stand string `json:"stand" enum:"off,idle,in_force,pending,drift,failing,obstacle,away" doc:"How far it is, in a word"`
	// What is wished for.
	WishedRevision int64      `json:"wished_revision" doc:"Grows with each change of what it is to block; 0 if that was never anything"`
	WishedAt       *time.Time `json:"wished_at"`
	// What is in force.
	Revision   int64           `json:"revision" doc:"What is in force, as the host told last"`
	Since      *time.Time      `json:"since" doc:"From when on"`
	Armed      bool            `json:"armed" doc:"Whether our table is in its kernel"`
	Lists      []enforcedBody  `json:"lists" doc:"What it is to block and what it blocks, in the order in which they are asked"`
	Allow      int             `json:"allow" doc:"How many networks it lets through before it asks the lists"`
	Protected  []protectedBody `json:"protected" doc:"What no list blocks there, and why"`
	Drift      string          `json:"drift" doc:"What somebody else has changed in its kernel; it is mended. Empty if nothing"`
	Repairs    int             `json:"repairs" doc:"How often that was done"`
	RepairedAt *time.Time      `json:"repaired_at"`
	Kept       bool            `json:"kept" doc:"Whether it comes back at the next boot before BanGUI runs"`
	Obstacle   *obstacleBody   `json:"obstacle" doc:"Why it cannot block in its kernel"`
	Problem    *obstacleBody   `json:"problem" doc:"Why what is wished for could not be brought into force the last time"`
	ReportedAt *time.Time      `json:"reported_at" doc:"When it told that"`
	AgeSeconds *int64          `json:"age_seconds" doc:"How long ago that is"`
	Jail       *importJailBody `json:"jail" doc:"How far the jail is; null in other modes"`
}

type enforcedBody struct {
	ID            int64      `json:"id"`
	Name          string     `json:"name"`
	WishedDigest  string     `json:"wished_digest" doc:"Empty for a list that it is not to block any more"`
	WishedEntries int        `json:"wished_entries"`
	InForce       bool       `json:"in_force" doc:"Whether its kernel has just that"`
	Digest        string     `json:"digest" doc:"What its kernel has; empty for nothing"`
	Entries       int        `json:"entries"`
	Addresses     int        `json:"addresses" doc:"Elements of its sets of single addresses"`
	Networks      int        `json:"networks" doc:"Elements of its sets of networks"`
	Subtracted    int        `json:"subtracted" doc:"Entries that were left out or cut, because they are protected or allowed"`
	Packets       uint64     `json:"packets" doc:"Dropped because of it since counted_since"`
	Bytes         uint64     `json:"bytes"`
	CountedSince  *time.Time `json:"counted_since"`
}

type obstacleBody struct {
	Message string `json:"message"`
	Mend    string `json:"mend"`
}

type importJailBody struct {
	Jail    string        `json:"jail" example:"blocklist-import"`
	At      *time.Time    `json:"at" doc:"When it was looked at last"`
	Wished  int           `json:"wished" doc:"How many addresses and networks the lists have"`
	Banned  int           `json:"banned" doc:"How many of them are banned"`
	Allowed int           `json:"allowed" doc:"How many were left out because they are allowed or protected"`
	Over    int           `json:"over" doc:"How many were left out because there are more than may be banned"`
	Most    int           `json:"most" doc:"How many may be banned"`
	Refused int           `json:"refused" doc:"How many fail2ban did not take"`
	Problem *obstacleBody `json:"problem"`
	Task    string        `json:"task" doc:"The task that looks after it" example:"blocklist.jail"`
}

type enforcementsOutput struct {
	Body struct {
		Items      []enforcementBody `json:"items" doc:"By host"`
		NextCursor *string           `json:"next_cursor" doc:"Always null: the list is complete"`
	}
}

type changeEnforcementInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body struct {
		Mode string `json:"mode" enum:"kernel,jail,off"`
	}
}

type enforcementOutput struct {
	Body enforcementBody
}

func (s *server) listEnforcement(ctx context.Context, _ *struct{}) (*enforcementsOutput, error) {
	views, err := s.deps.Blocklists.Enforcement(ctx)
	if err != nil {
		return nil, err
	}
	out := &enforcementsOutput{}
	out.Body.Items = make([]enforcementBody, 0, len(views))
	for _, view := range views {
		out.Body.Items = append(out.Body.Items, enforcementBodyOf(ctx, view))
	}
	return out, nil
}

func (s *server) changeEnforcement(ctx context.Context, in *changeEnforcementInput) (*enforcementOutput, error) {
	view, err := s.deps.Blocklists.ChooseMode(ctx, actorOf(ctx), in.Host, blocklist.Mode(in.Body.Mode))
	if err != nil {
		return nil, err
	}
	return &enforcementOutput{Body: enforcementBodyOf(ctx, view)}, nil
}

func enforcementBodyOf(ctx context.Context, v blocklist.HostView) enforcementBody {
	r := v.Report
	body := enforcementBody{
		Host: v.Host, Mode: string(v.Mode), Stand: string(v.Stand), WishedRevision: v.Wish.Revision, WishedAt: timeOrNull(v.Wish.At), Revision: r.Revision,
		Since: timeOrNull(r.Since), Armed: r.Armed, Lists: enforcedBodiesOf(v.HostState), Allow: r.Allow,
		Protected: protectedBodiesOf(ctx, r.Protected), Drift: r.Drift, Repairs: r.Repairs, RepairedAt: timeOrNull(r.RepairedAt), Kept: r.Kept,
		Obstacle: obstacleBodyOf(r.Obstacle), Problem: obstacleBodyOf(v.Problem), ReportedAt: timeOrNull(r.At),
	}
	if !r.At.IsZero() {
		body.AgeSeconds = new(seconds(v.Age))
	}
	if v.Mode == blocklist.ModeJail {
		body.Jail = importJailBodyOf(v.Jail)
	}
	return body
}

// enforcedBodiesOf are the lists that a host is to block, and behind them those that it blocks though it is not to any more.
func enforcedBodiesOf(h blocklist.HostState) []enforcedBody {
	bodies := make([]enforcedBody, 0, len(h.Wish.Lists))
	wished := make(map[int64]bool)
	for _, w := range h.Wish.Lists {
		wished[w.ID] = true
		body := enforcedBody{ID: w.ID, Name: w.Name, WishedDigest: w.Digest, WishedEntries: w.Entries}
		if l, ok := h.KernelList(w.ID); ok {
			body.add(l)
			body.InForce = h.Report.Armed && l.Digest == w.Digest
		}
		bodies = append(bodies, body)
	}
	for _, l := range h.Report.Lists {
		if !wished[l.ID] {
			body := enforcedBody{ID: l.ID, Name: l.Name}
			body.add(l)
			bodies = append(bodies, body)
		}
	}
	return bodies
}

func (b *enforcedBody) add(l host.ListInKernel) {
	b.Digest, b.Entries, b.Addresses, b.Networks, b.Subtracted = l.Digest, l.Entries, l.Addresses, l.Networks, l.Subtracted
	b.Packets, b.Bytes, b.CountedSince = l.Packets, l.Bytes, timeOrNull(l.CountedSince)
}

func obstacleBodyOf(o *host.Obstacle) *obstacleBody {
	if o == nil {
		return nil
	}
	return &obstacleBody{Message: o.Message, Mend: o.Mend}
}

func importJailBodyOf(j blocklist.JailState) *importJailBody {
	return &importJailBody{
		Jail: blocklist.ImportJail, At: timeOrNull(j.At), Wished: j.Wished, Banned: j.Banned, Allowed: j.Allowed, Over: j.Over, Most: blocklist.MaxInJail,
		Refused: j.Refused, Problem: obstacleBodyOf(j.Problem), Task: blocklist.JailTask,
	}
}
