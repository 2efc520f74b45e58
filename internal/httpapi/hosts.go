package httpapi

import (
	"context"
	"time"

	"bangui/internal/fleet"
	"bangui/internal/host"
)

type hostInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
}

type hostBody struct {
	Name       string     `json:"name" example:"local"`
	Local      bool       `json:"local" doc:"Whether it is the machine that BanGUI runs on"`
	Holder     string     `json:"holder" doc:"Which replica looks after it; empty if none does"`
	Reachable  bool       `json:"reachable"`
	Problem    *problem   `json:"problem" doc:"Why fail2ban cannot be reached; null if it can"`
	AsOf       *time.Time `json:"as_of" doc:"When fail2ban told what is here; null if it never answered"`
	AgeSeconds *int64     `json:"age_seconds" doc:"How long ago that is"`
	LastSeenAt *time.Time `json:"last_seen_at" doc:"When fail2ban last answered"`
	Version    string     `json:"version" doc:"fail2ban's; empty if not known" example:"1.0.2"`
	Paths      hostPaths  `json:"paths"`
	LogLevel   string     `json:"log_level" doc:"fail2ban's; empty if not known" example:"INFO"`
	PurgeAge   int64      `json:"purge_age_seconds" doc:"How long fail2ban keeps bans in its own database; 0 if it has none"`
	Jails      jailTotals `json:"jails"`
	FailedNow  int        `json:"failed_now"`
	FailedAll  int        `json:"failed_total" doc:"Since the jails were started"`
	BannedNow  int        `json:"banned_now"`
	BannedAll  int        `json:"banned_total" doc:"Since the jails were started"`
	LastBanAt  *time.Time `json:"last_ban_at" doc:"When the newest ban in the history began"`
}

type hostPaths struct {
	Socket    string `json:"socket"`
	ConfigDir string `json:"config_dir"`
	Database  string `json:"database" doc:"Empty if not known or not used"`
	Log       string `json:"log" doc:"A file, or SYSLOG and the like; empty if not known"`
}

type jailTotals struct {
	Total   int `json:"total"`
	Running int `json:"running"`
	Idle    int `json:"idle"`
	Stopped int `json:"stopped"`
}

type hostOutput struct {
	Body hostBody
}

type hostsOutput struct {
	Body hostList
}

type hostList struct {
	Items      []hostBody `json:"items"`
	NextCursor *string    `json:"next_cursor" doc:"Always null: the list is complete"`
}

func (s *server) listHosts(ctx context.Context, _ *struct{}) (*hostsOutput, error) {
	records, err := s.deps.Fleet.Records(ctx)
	if err != nil {
		return nil, err
	}
	list := hostList{Items: make([]hostBody, 0, len(records))}
	for _, record := range records {
		body, err := s.hostBodyOf(ctx, record)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, body)
	}
	return &hostsOutput{Body: list}, nil
}

func (s *server) getHost(ctx context.Context, in *hostInput) (*hostOutput, error) {
	record, err := s.deps.Fleet.Record(ctx, in.Host)
	if err != nil {
		return nil, err
	}
	body, err := s.hostBodyOf(ctx, record)
	if err != nil {
		return nil, err
	}
	return &hostOutput{Body: body}, nil
}

func (s *server) hostBodyOf(ctx context.Context, record fleet.Record) (hostBody, error) {
	lastBanAt, err := s.deps.Bans.LastBanAt(ctx, record.Name)
	if err != nil {
		return hostBody{}, err
	}
	status := record.Status
	body := hostBody{
		Name: record.Name, Local: record.Local, Holder: record.Holder, Reachable: status.Reachable, Problem: problemBody(status.Problem),
		AsOf: timeOrNull(status.At), AgeSeconds: ageOf(status.At, record.Age), LastSeenAt: timeOrNull(record.LastSeenAt), Version: status.Version,
		Paths: hostPaths(status.Paths), LogLevel: status.LogLevel, PurgeAge: seconds(status.PurgeAge), LastBanAt: timeOrNull(lastBanAt),
	}
	for _, jail := range status.Jails {
		body.Jails.add(jail.State)
		body.FailedNow += jail.FailedNow
		body.FailedAll += jail.FailedTotal
		body.BannedNow += jail.BannedNow
		body.BannedAll += jail.BannedTotal
	}
	return body, nil
}

func (t *jailTotals) add(state host.JailState) {
	t.Total++
	switch state {
	case host.JailRunning:
		t.Running++
	case host.JailIdle:
		t.Idle++
	case host.JailStopped:
		t.Stopped++
	}
}

// problem is why fail2ban cannot be reached.
type problem struct {
	Code    string `json:"code" enum:"not_installed,not_running,no_permission,not_answering,bad_reply,away"`
	Message string `json:"message"`
	Mend    string `json:"mend" doc:"What to do about it"`
}

func problemBody(p *host.Problem) *problem {
	if p == nil {
		return nil
	}
	return &problem{Code: string(p.Code), Message: p.Message, Mend: p.Mend}
}

// timeOrNull returns null for the zero time, which stands for not known.
func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// ageOf returns null for what is not known.
func ageOf(at time.Time, age time.Duration) *int64 {
	if at.IsZero() {
		return nil
	}
	whole := seconds(age)
	return &whole
}

// seconds cuts to whole seconds; host.Permanent becomes -1.
func seconds(d time.Duration) int64 { return int64(d / time.Second) }
