package link

import (
	"context"
	"encoding/json"
	"net/netip"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// The names of the verbs on the link.
const (
	verbStatus       = "status"
	verbJail         = "jail"
	verbBanned       = "banned"
	verbBan          = "ban"
	verbUnban        = "unban"
	verbControlJail  = "control_jail"
	verbSetJail      = "set_jail"
	verbServer       = "server"
	verbFlushLogs    = "flush_logs"
	verbRestart      = "restart_server"
	verbProtected    = "protected"
	verbLog          = "log"
	verbConfig       = "configuration"
	verbReadFile     = "read_file"
	verbExplain      = "explain"
	verbActivation   = "activation"
	verbBench        = "bench"
	verbTestFilter   = "test_filter"
	verbRehearse     = "rehearse"
	verbCheckChanges = "check_changes"
	verbApply        = "apply"
	verbApplyState   = "apply_state"
	verbConfirm      = "confirm"
	verbUndo         = "undo"
	verbWatch        = "watch"
	verbEnforcement  = "enforcement"
	verbStageList    = "stage_list"
	verbEnforce      = "enforce"
	verbDisarm       = "disarm"
)

// request asks the holder of a host for something.
type request struct {
	// ID is the call's. For an order it is also what it is remembered by.
	ID string `json:"id"`
	// From is the token of the replica that asks.
	From string `json:"from"`
	Verb string `json:"verb"`
	// Deadline is when nobody waits any more, by the shared clock: an order is not begun after it.
	Deadline time.Time       `json:"deadline"`
	Args     json.RawMessage `json:"args,omitempty"`
}

// decodeRequest reads one, and refuses what would not make sense anywhere.
func decodeRequest(text []byte) (request, error) {
	var r request
	if err := json.Unmarshal(text, &r); err != nil {
		return request{}, err
	}
	if !isWord(r.ID) || !isWord(r.From) {
		return request{}, fault.Invalid.Errorf("request without a proper ID")
	}
	return r, nil
}

// isWord tells whether text is one that [token] or [randomID] made: only such ones become part of a subject.
func isWord(text string) bool {
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(text) >= 24 && len(text) <= 32
}

// control, change, question and prospect are the arguments of the verbs that have two.
type control struct {
	Jail    string       `json:"jail"`
	Control host.Control `json:"control"`
}

type change struct {
	Jail   string          `json:"jail"`
	Change host.JailChange `json:"change"`
}

type question struct {
	Part  host.Part         `json:"part"`
	Draft []host.FileChange `json:"draft"`
}

type prospect struct {
	Jail  string            `json:"jail"`
	Draft []host.FileChange `json:"draft"`
}

// enforced is the answer to an order that may fail and say why at once.
type enforced struct {
	Enforcement host.Enforcement `json:"enforcement"`
	Failure     failure          `json:"failure,omitzero"`
}

type none struct{}

// verb is how one is carried out.
type verb struct {
	// order is true for what changes something: it is done once for each ID.
	order bool
	do    func(ctx context.Context, h host.Host, args []byte) (any, error)
}

// verbs are all but watch, see there.
func verbs() map[string]verb {
	return map[string]verb{
		verbStatus:    {false, with(func(ctx context.Context, h host.Host, _ none) (any, error) { return h.Status(ctx) })},
		verbJail:      {false, with(func(ctx context.Context, h host.Host, name string) (any, error) { return h.Jail(ctx, name) })},
		verbBanned:    {false, with(func(ctx context.Context, h host.Host, _ none) (any, error) { return h.Banned(ctx) })},
		verbProtected: {false, with(func(ctx context.Context, h host.Host, _ none) (any, error) { return h.Protected(ctx) })},
		verbServer:    {false, with(func(ctx context.Context, h host.Host, _ none) (any, error) { return h.Server(ctx) })},
		verbFlushLogs: {true, with(func(ctx context.Context, h host.Host, _ none) (any, error) { return none{}, h.FlushLogs(ctx) })},
		verbRestart: {true, with(func(ctx context.Context, h host.Host, o host.Restart) (any, error) {
			return none{}, h.RestartServer(ctx, o)
		})},
		verbLog: {false, with(func(ctx context.Context, h host.Host, q host.LogQuery) (any, error) { return h.Log(ctx, q) })},
		verbConfig: {false, with(func(ctx context.Context, h host.Host, draft []host.FileChange) (any, error) {
			return h.Configuration(ctx, draft)
		})},
		verbReadFile: {false, with(func(ctx context.Context, h host.Host, name string) (any, error) { return h.ReadFile(ctx, name) })},
		verbExplain: {false, with(func(ctx context.Context, h host.Host, q question) (any, error) {
			return h.Explain(ctx, q.Part, q.Draft)
		})},
		verbActivation: {false, with(func(ctx context.Context, h host.Host, p prospect) (any, error) {
			return h.Activation(ctx, p.Jail, p.Draft)
		})},
		verbBench: {false, with(func(ctx context.Context, h host.Host, d []host.FileChange) (any, error) { return h.Bench(ctx, d) })},
		verbTestFilter: {false, with(func(ctx context.Context, h host.Host, o host.TestOrder) (any, error) {
			return h.TestFilter(ctx, o)
		})},
		verbRehearse: {false, with(func(ctx context.Context, h host.Host, o host.RehearseOrder) (any, error) {
			return h.Rehearse(ctx, o)
		})},
		verbBan:   {true, with(func(ctx context.Context, h host.Host, o host.BanOrder) (any, error) { return h.Ban(ctx, o) })},
		verbUnban: {true, with(func(ctx context.Context, h host.Host, o host.UnbanOrder) (any, error) { return h.Unban(ctx, o) })},
		verbControlJail: {true, with(func(ctx context.Context, h host.Host, c control) (any, error) {
			return none{}, h.ControlJail(ctx, c.Jail, c.Control)
		})},
		verbCheckChanges: {false, with(func(ctx context.Context, h host.Host, c []host.FileChange) (any, error) {
			return h.CheckChanges(ctx, c)
		})},
		verbApply:       {true, with(func(ctx context.Context, h host.Host, o host.ApplyOrder) (any, error) { return none{}, h.Apply(ctx, o) })},
		verbApplyState:  {false, with(func(ctx context.Context, h host.Host, id string) (any, error) { return h.ApplyState(ctx, id) })},
		verbConfirm:     {true, with(func(ctx context.Context, h host.Host, id string) (any, error) { return none{}, h.Confirm(ctx, id) })},
		verbUndo:        {true, with(func(ctx context.Context, h host.Host, id string) (any, error) { return none{}, h.Undo(ctx, id) })},
		verbEnforcement: {false, with(func(ctx context.Context, h host.Host, _ none) (any, error) { return h.Enforcement(ctx) })},
		verbStageList: {true, with(func(ctx context.Context, h host.Host, p host.ListPiece) (any, error) {
			return none{}, h.StageList(ctx, p)
		})},
		verbEnforce: {true, with(func(ctx context.Context, h host.Host, o host.EnforceOrder) (any, error) {
			answer, err := h.Enforce(ctx, o)
			return enforced{answer, failureOf(err)}, nil
		})},
		verbDisarm:  {true, with(func(ctx context.Context, h host.Host, _ none) (any, error) { return none{}, h.Disarm(ctx) })},
		verbSetJail: {true, with(func(ctx context.Context, h host.Host, c change) (any, error) { return h.SetJail(ctx, c.Jail, c.Change) })},
	}
}

// with decodes the arguments of a verb.
func with[A any](do func(context.Context, host.Host, A) (any, error)) func(context.Context, host.Host, []byte) (any, error) {
	return func(ctx context.Context, h host.Host, text []byte) (any, error) {
		var args A
		if err := json.Unmarshal(text, &args); err != nil {
			return nil, fault.Invalid.Wrapf(err, "the replica that holds the host does not understand the request")
		}
		return do(ctx, h, args)
	}
}

// remote is a host through whoever holds it.
type remote struct {
	node *Node
	name string
}

// Host returns the host of this name through the replica that holds it. It is asked anew each time: the holder may change. All its methods
// fail with fault.Unreachable at once when nobody holds it, and within seconds when the holder does not answer.
func (n *Node) Host(name string) host.Host { return &remote{n, name} }

func (r *remote) Status(ctx context.Context) (host.Status, error) {
	return ask[host.Status](ctx, r, verbStatus, none{})
}

func (r *remote) Jail(ctx context.Context, jail string) (host.Jail, error) {
	return ask[host.Jail](ctx, r, verbJail, jail)
}

func (r *remote) Banned(ctx context.Context) ([]host.Banned, error) {
	return ask[[]host.Banned](ctx, r, verbBanned, none{})
}

func (r *remote) Protected(ctx context.Context) ([]netip.Addr, error) {
	return ask[[]netip.Addr](ctx, r, verbProtected, none{})
}

func (r *remote) Server(ctx context.Context) (host.Server, error) {
	return ask[host.Server](ctx, r, verbServer, none{})
}

func (r *remote) FlushLogs(ctx context.Context) error {
	_, err := ask[none](ctx, r, verbFlushLogs, none{})
	return err
}

func (r *remote) RestartServer(ctx context.Context, order host.Restart) error {
	_, err := ask[none](ctx, r, verbRestart, order)
	return err
}

func (r *remote) Log(ctx context.Context, query host.LogQuery) (host.LogPage, error) {
	return ask[host.LogPage](ctx, r, verbLog, query)
}

func (r *remote) Configuration(ctx context.Context, draft []host.FileChange) (host.Configuration, error) {
	return ask[host.Configuration](ctx, r, verbConfig, draft)
}

func (r *remote) ReadFile(ctx context.Context, name string) (host.ConfigFile, error) {
	return ask[host.ConfigFile](ctx, r, verbReadFile, name)
}

func (r *remote) Explain(ctx context.Context, part host.Part, draft []host.FileChange) (host.Explained, error) {
	return ask[host.Explained](ctx, r, verbExplain, question{part, draft})
}

func (r *remote) Activation(ctx context.Context, jail string, draft []host.FileChange) (host.Activation, error) {
	return ask[host.Activation](ctx, r, verbActivation, prospect{jail, draft})
}

func (r *remote) Bench(ctx context.Context, draft []host.FileChange) (host.Bench, error) {
	return ask[host.Bench](ctx, r, verbBench, draft)
}

func (r *remote) TestFilter(ctx context.Context, order host.TestOrder) (host.TestReport, error) {
	return ask[host.TestReport](ctx, r, verbTestFilter, order)
}

func (r *remote) Rehearse(ctx context.Context, order host.RehearseOrder) (host.RehearsedPiece, error) {
	return ask[host.RehearsedPiece](ctx, r, verbRehearse, order)
}

func (r *remote) Ban(ctx context.Context, order host.BanOrder) ([]host.Result, error) {
	return ask[[]host.Result](ctx, r, verbBan, order)
}

func (r *remote) Unban(ctx context.Context, order host.UnbanOrder) ([]host.Result, error) {
	return ask[[]host.Result](ctx, r, verbUnban, order)
}

func (r *remote) ControlJail(ctx context.Context, jail string, order host.Control) error {
	_, err := ask[none](ctx, r, verbControlJail, control{jail, order})
	return err
}

func (r *remote) SetJail(ctx context.Context, jail string, set host.JailChange) (host.Jail, error) {
	return ask[host.Jail](ctx, r, verbSetJail, change{jail, set})
}

func (r *remote) CheckChanges(ctx context.Context, changes []host.FileChange) (host.Check, error) {
	return ask[host.Check](ctx, r, verbCheckChanges, changes)
}

func (r *remote) Apply(ctx context.Context, order host.ApplyOrder) error {
	_, err := ask[none](ctx, r, verbApply, order)
	return err
}

func (r *remote) ApplyState(ctx context.Context, id string) (host.ApplyState, error) {
	return ask[host.ApplyState](ctx, r, verbApplyState, id)
}

func (r *remote) Confirm(ctx context.Context, id string) error {
	_, err := ask[none](ctx, r, verbConfirm, id)
	return err
}

func (r *remote) Undo(ctx context.Context, id string) error {
	_, err := ask[none](ctx, r, verbUndo, id)
	return err
}

func (r *remote) Enforcement(ctx context.Context) (host.Enforcement, error) {
	return ask[host.Enforcement](ctx, r, verbEnforcement, none{})
}

func (r *remote) StageList(ctx context.Context, piece host.ListPiece) error {
	_, err := ask[none](ctx, r, verbStageList, piece)
	return err
}

func (r *remote) Enforce(ctx context.Context, order host.EnforceOrder) (host.Enforcement, error) {
	answer, err := ask[enforced](ctx, r, verbEnforce, order)
	if err == nil {
		err = answer.Failure.err()
	}
	return answer.Enforcement, err
}

func (r *remote) Disarm(ctx context.Context) error {
	_, err := ask[none](ctx, r, verbDisarm, none{})
	return err
}
