package httpapi

import (
	"context"
	"time"

	"bangui/internal/host"
	"bangui/internal/jail"
)

type jailInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Jail string `path:"jail" maxLength:"255" doc:"The jail's name" example:"sshd"`
}

// JailStatus is a jail with its counters. It is exported because huma sees into embedded types only then.
type JailStatus struct {
	Host      string `json:"host"`
	Name      string `json:"name" example:"sshd"`
	State     string `json:"state" enum:"running,idle,stopped"`
	Backend   string `json:"backend" doc:"Such as polling or systemd; empty if not known"`
	FailedNow int    `json:"failed_now"`
	FailedAll int    `json:"failed_total" doc:"Since the jail was started"`
	BannedNow int    `json:"banned_now"`
	BannedAll int    `json:"banned_total" doc:"Since the jail was started"`
	BansToday int64  `json:"bans_24h" doc:"Bans in the last 24 hours, by whole hours"`
}

type jailListOutput struct {
	Body jailList
}

type jailList struct {
	Items      []JailStatus `json:"items"`
	NextCursor *string      `json:"next_cursor" doc:"Always null: the list is complete"`
	Reachable  bool         `json:"reachable" doc:"Whether fail2ban answers; if not, this is how it was last"`
	AsOf       *time.Time   `json:"as_of" doc:"When fail2ban told what is here; null if it never answered"`
	Problem    *problem     `json:"problem" doc:"Why fail2ban cannot be reached"`
}

type jailStatusOutput struct {
	Body JailStatus
}

type jailOutput struct {
	Body jailBody
}

type jailBody struct {
	JailStatus
	Reachable bool          `json:"reachable"`
	AsOf      *time.Time    `json:"as_of" doc:"When fail2ban told what is here"`
	Problem   *problem      `json:"problem" doc:"Why fail2ban cannot be reached"`
	Settings  *jailSettings `json:"settings" doc:"Null if the jail is stopped or fail2ban does not answer"`
}

type controlJailInput struct {
	Host   string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Jail   string `path:"jail" maxLength:"255" doc:"The jail's name" example:"sshd"`
	Action string `path:"action" enum:"start,stop,reload,idle,resume"`
}

type changeJailInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Jail string `path:"jail" maxLength:"255" doc:"The jail's name" example:"sshd"`
	Body changeJailBody
}

// changeJailBody leaves what is absent as it is.
type changeJailBody struct {
	BanTime    *int64   `json:"ban_time_seconds,omitempty" doc:"1 or more, or -1 for permanent"`
	FindTime   *int64   `json:"find_time_seconds,omitempty" minimum:"1"`
	MaxRetry   *int     `json:"max_retry,omitempty" minimum:"1" maximum:"10000"`
	MaxMatches *int     `json:"max_matches,omitempty" minimum:"0" maximum:"10000"`
	UseDNS     *string  `json:"use_dns,omitempty" enum:"yes,warn,no,raw"`
	IgnoreSelf *bool    `json:"ignore_self,omitempty"`
	Increment  *bool    `json:"increment_enabled,omitempty" doc:"Whether repeated bans get longer"`
	MaxBanTime *int64   `json:"max_ban_time_seconds,omitempty" minimum:"0" doc:"The longest of these; 0 removes the limit"`
	Add        []string `json:"add_ignore,omitempty" maxItems:"500" nullable:"false" doc:"Addresses, networks and host names that are never banned"`
	Remove     []string `json:"remove_ignore,omitempty" maxItems:"500" nullable:"false"`
}

func (s *server) listJails(ctx context.Context, in *hostInput) (*jailListOutput, error) {
	jails, record, err := s.deps.Jails.List(ctx, in.Host)
	if err != nil {
		return nil, err
	}
	list := jailList{
		Items: make([]JailStatus, 0, len(jails)), Reachable: record.Status.Reachable,
		AsOf: timeOrNull(record.Status.At), Problem: problemBody(record.Status.Problem),
	}
	for _, one := range jails {
		list.Items = append(list.Items, jailStatusOf(one))
	}
	return &jailListOutput{Body: list}, nil
}

func (s *server) getJail(ctx context.Context, in *jailInput) (*jailOutput, error) {
	detail, err := s.deps.Jails.Get(ctx, in.Host, in.Jail)
	if err != nil {
		return nil, err
	}
	return &jailOutput{Body: jailBodyOf(detail)}, nil
}

func (s *server) controlJail(ctx context.Context, in *controlJailInput) (*jailStatusOutput, error) {
	detail, err := s.deps.Jails.Control(ctx, actorOf(ctx), in.Host, in.Jail, host.Control(in.Action))
	if err != nil {
		return nil, err
	}
	return &jailStatusOutput{Body: jailStatusOf(detail.Status)}, nil
}

func (s *server) changeJail(ctx context.Context, in *changeJailInput) (*jailOutput, error) {
	detail, err := s.deps.Jails.Change(ctx, actorOf(ctx), in.Host, in.Jail, in.Body.change())
	if err != nil {
		return nil, err
	}
	return &jailOutput{Body: jailBodyOf(detail)}, nil
}

func (b changeJailBody) change() host.JailChange {
	return host.JailChange{
		BanTime: duration(b.BanTime), FindTime: duration(b.FindTime), MaxRetry: b.MaxRetry, MaxMatches: b.MaxMatches, UseDNS: b.UseDNS,
		IgnoreSelf: b.IgnoreSelf, Increment: b.Increment, MaxBanTime: duration(b.MaxBanTime), AddIgnore: b.Add, RemoveIgnore: b.Remove,
	}
}

// longest is the largest number of seconds that a time.Duration can hold.
const longest = int64(1<<63-1) / int64(time.Second)

// duration keeps what is absent absent. What does not fit is as long as can be, and refused where it is used.
func duration(seconds *int64) *time.Duration {
	if seconds == nil {
		return nil
	}
	d := time.Duration(max(-longest, min(*seconds, longest))) * time.Second
	return &d
}

func jailStatusOf(st jail.Status) JailStatus {
	return JailStatus{
		Host: st.Host, Name: st.Name, State: string(st.State), Backend: st.Backend, FailedNow: st.FailedNow, FailedAll: st.FailedTotal,
		BannedNow: st.BannedNow, BannedAll: st.BannedTotal, BansToday: st.BansToday,
	}
}

func jailBodyOf(d jail.Detail) jailBody {
	return jailBody{
		JailStatus: jailStatusOf(d.Status), Reachable: d.Reachable, AsOf: timeOrNull(d.AsOf), Problem: problemBody(d.Problem),
		Settings: jailSettingsOf(d.Settings),
	}
}
