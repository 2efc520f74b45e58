package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// editable is a machine without files of ours, whose one change waits to be confirmed.
type editable struct {
	machine
	phase *host.Phase
}

func (editable) ReadFile(_ context.Context, name string) (host.ConfigFile, error) {
	return host.ConfigFile{}, fault.NotFound.Errorf("there is no file %s", name)
}

func (editable) CheckChanges(_ context.Context, changes []host.FileChange) (host.Check, error) {
	check := host.Check{Version: "1.0.2", Running: true, Tried: true, Notes: []string{"a note"}, Plan: host.Plan{
		Jails:  []host.JailPlan{{Jail: "sshd", Operation: host.OperationRestart, Reasons: []string{"action changes"}, Banned: 3, LosesBans: true}},
		Server: []host.ServerPlan{{Option: "loglevel", Before: "INFO", After: "DEBUG"}},
	}}
	if strings.Contains(string(changes[0].Text), "broken") {
		check.Objections = []host.Objection{{Step: host.StepTrial, Jail: "sshd", Option: "failregex", Message: "unable to compile"}}
	}
	return check, nil
}

func (e editable) Apply(context.Context, host.ApplyOrder) error {
	*e.phase = host.PhaseWaiting
	return nil
}

func (e editable) ApplyState(_ context.Context, id string) (host.ApplyState, error) {
	return host.ApplyState{
		ID: id, Begun: time.Now(), Phase: *e.phase, Steps: []host.Step{{Name: host.StepSwap, State: host.StepDone, Text: "1 file", At: time.Now(), Took: time.Second}},
		ConfirmBy: time.Now().Add(time.Minute), Failure: &host.ApplyFailure{Step: host.StepSettle, Jail: "sshd", Message: "words of fail2ban"}, Left: []string{"jail.local"},
	}, nil
}

func (e editable) Confirm(context.Context, string) error {
	*e.phase = host.PhaseApplied
	return nil
}

func (e editable) Undo(context.Context, string) error {
	return fault.Conflict.Errorf("it is over")
}

func TestRevisions(t *testing.T) {
	phase := host.PhaseChecking
	w := newWorldOf(t, editable{phase: &phase})
	c := readContract(t)
	const draft, own = "/config/{host}/draft", `"jail.d/zz-bangui.local"`
	set := `{"edits":[{"op":"set","section":"sshd","option":"maxretry","value":"9"}]}`
	for _, x := range []exchange{
		{"no draft", "GET", draft, "/config/local/draft", "", 200, []string{`"files":[]`, `"hash":""`}},
		{"check of nothing", "POST", draft + "/check", "/config/local/draft/check", "", 409, []string{"empty"}},
		{"edit", "POST", draft + "/edits", "/config/local/draft/edits", set, 200, []string{own, `"change":"added"`, `maxretry = 9`, `"stale":false`}},
		{"edit of a package's file", "POST", draft + "/edits", "/config/local/draft/edits", `{"edits":[{"op":"set","file":"jail.conf","section":"a","option":"b","value":"c"}]}`, 422, []string{`body.name`, `jail.local`}},
		{"edit with a value that would be another", "POST", draft + "/edits", "/config/local/draft/edits", `{"edits":[{"op":"set","section":"a","option":"b","value":"c ; d"}]}`, 422, []string{`body.edits[0]`}},
		{"edit without a name", "POST", draft + "/edits", "/config/local/draft/edits", `{"edits":[{"op":"add_section","section":"a b"}]}`, 422, []string{`body.section`}},
		{"no edits", "POST", draft + "/edits", "/config/local/draft/edits", `{"edits":[]}`, 422, []string{`body.edits`}},
		{"a file", "PUT", draft + "/file", "/config/local/draft/file", `{"name":"filter.d/x.local","text":"[Definition]\n","base_hash":""}`, 200, []string{`filter.d/x.local`}},
		{"a file outside", "PUT", draft + "/file", "/config/local/draft/file", `{"name":"../x.local","text":"","base_hash":""}`, 422, []string{`body.name`}},
		{"a file with a mark", "PUT", draft + "/file", "/config/local/draft/file", `{"name":"jail.local","text":"\ufeff[a]","base_hash":""}`, 422, []string{`body.text`, `line 1`}},
		{"a file that was another", "PUT", draft + "/file", "/config/local/draft/file", `{"name":"jail.local","text":"","base_hash":"ab"}`, 409, []string{`somebody else`}},
		{"a file that was another in the draft", "PUT", draft + "/file", "/config/local/draft/file", `{"name":"filter.d/x.local","text":"","base_hash":"","text_hash":""}`, 409, []string{`another window`}},
		{"a new jail", "POST", draft + "/jails", "/config/local/draft/jails", `{"name":"shop","filter":"sshd","log_paths":["/a.log"],"enabled":true}`, 200, []string{`[shop]`, `enabled = true`}},
		{"a jail that is there", "POST", draft + "/jails", "/config/local/draft/jails", `{"name":"sshd","filter":"sshd"}`, 409, []string{`body.name`}},
		{"a jail without a name", "POST", draft + "/jails", "/config/local/draft/jails", `{"name":"a b"}`, 422, []string{`body.name`}},
		{"a jail with a filter that is none", "POST", draft + "/jails", "/config/local/draft/jails", `{"name":"x","filter":"nosuch"}`, 404, []string{`nosuch`}},
		{"a new filter", "POST", draft + "/definitions", "/config/local/draft/definitions", `{"kind":"filter","name":"shop"}`, 200, []string{`filter.d/shop.local`, `failregex =`}},
		{"a filter that is there", "POST", draft + "/definitions", "/config/local/draft/definitions", `{"kind":"filter","name":"sshd"}`, 409, []string{`body.name`}},
		{"a new planet", "POST", draft + "/definitions", "/config/local/draft/definitions", `{"kind":"planet","name":"mars"}`, 422, []string{`body.kind`}},
		{"an assignment", "POST", draft + "/assignments", "/config/local/draft/assignments", `{"jail":"sshd","kind":"filter","name":"sshd"}`, 200, []string{`filter = sshd`}},
		{"an assignment to no jail", "POST", draft + "/assignments", "/config/local/draft/assignments", `{"jail":"ftpd","kind":"filter","name":"sshd"}`, 404, []string{`ftpd`}},
		{"bench of the draft", "GET", "/config/{host}/bench", "/config/local/bench?draft=true", "", 200, []string{`"made of filter.d/shop.local"`}},
		{"test on the draft", "POST", tested, "/config/local/test", `{"filter":"shop","use_draft":true,"lines":["a"]}`, 200, []string{`of filter.d/shop.local`}},
		{"test on the draft with another file", "POST", tested, "/config/local/test", `{"filter":"shop","use_draft":true,"lines":["a"],"draft":[{"name":"filter.d/shop.local","text":"another"}]}`, 200, []string{`of filter.d/shop.local: another`}},
		{"taking the filter out", "DELETE", draft + "/file", "/config/local/draft/file?name=filter.d/shop.local", "", 200, []string{own}},
		{"removal of what is not there", "POST", draft + "/remove", "/config/local/draft/remove", `{"name":"jail.local"}`, 404, nil},
		{"taking out", "DELETE", draft + "/file", "/config/local/draft/file?name=filter.d/x.local", "", 200, []string{own}},
		{"another host", "GET", draft, "/config/web-7/draft", "", 404, nil},
		{"check", "POST", draft + "/check", "/config/local/draft/check", "", 200, []string{`"operation":"restart"`, `"loses_bans":true`, `"needs_restart":false`, `"a note"`, `"objections":[]`}},
		{"apply another draft", "POST", draft + "/apply", "/config/local/draft/apply", `{"reason":"x","draft_hash":"other"}`, 409, []string{`changed since`}},
		{"apply without a reason", "POST", draft + "/apply", "/config/local/draft/apply", `{"reason":" ","draft_hash":"x"}`, 422, []string{`body.reason`}},
		{"apply with a short wait", "POST", draft + "/apply", "/config/local/draft/apply", `{"reason":"x","draft_hash":"x","confirm_within_seconds":5}`, 422, []string{`body.confirm_within_seconds`}},
		{"apply as a restore of no revision", "POST", draft + "/apply", "/config/local/draft/apply", `{"reason":"x","draft_hash":"x","restores":99}`, 422, []string{`body.restores`}},
	} {
		t.Run(x.name, func(t *testing.T) { w.exchange(t, c, x) })
	}
	hash := w.draftHash()
	for _, x := range []exchange{
		{"apply", "POST", draft + "/apply", "/config/local/draft/apply", fmt.Sprintf(`{"reason":"why not","draft_hash":%q,"confirm_within_seconds":60,"accept_loss":["sshd"]}`, hash), 202, []string{`"phase":"waiting"`, `"over":false`, `"reason":"why not"`, `"confirm_by":"`}},
		{"apply once more", "POST", draft + "/apply", "/config/local/draft/apply", fmt.Sprintf(`{"reason":"x","draft_hash":%q}`, hash), 409, []string{`waits to be confirmed`}},
		{"revisions", "GET", "/revisions", "/revisions?host=local&limit=1", "", 200, []string{`"author":"administrator"`, `"change":"added"`, `"next_cursor":"1"`}},
		{"revisions of another host", "GET", "/revisions", "/revisions?host=web-7", "", 200, []string{`"items":[]`}},
		{"revision", "GET", "/revisions/{id}", "/revisions/1", "", 200, []string{`"took_ms":1000`, `"left":["jail.local"]`, `words of fail2ban`, `+maxretry = 9`}},
		{"unknown revision", "GET", "/revisions/{id}", "/revisions/99", "", 404, nil},
		{"undo too late", "POST", "/revisions/{id}/undo", "/revisions/1/undo", "", 409, []string{`it is over`}},
		{"confirm", "POST", "/revisions/{id}/confirm", "/revisions/1/confirm", "", 200, []string{`"phase":"applied"`, `"over":true`}},
		{"the draft is gone", "GET", draft, "/config/local/draft", "", 200, []string{`"files":[]`}},
		{"compare with now", "GET", "/revisions/{id}/compare", "/revisions/1/compare", "", 200, []string{`-maxretry = 9`}},
		{"compare with an unknown one", "GET", "/revisions/{id}/compare", "/revisions/1/compare?with=99", "", 404, nil},
		{"changed by hand", "GET", "/config/{host}/changed", "/config/local/changed", "", 200, []string{`"gone":true`, `"revision":1`}},
		{"restore", "POST", "/revisions/{id}/restore", "/revisions/1/restore", `{}`, 200, []string{`maxretry = 9`}},
		{"restore over a draft", "POST", "/revisions/{id}/restore", "/revisions/1/restore", `{}`, 409, []string{`you have a draft`}},
	} {
		t.Run(x.name, func(t *testing.T) { w.exchange(t, c, x) })
	}
	w.exchange(t, c, exchange{
		"apply as a restore", "POST", draft + "/apply", "/config/local/draft/apply", fmt.Sprintf(`{"reason":"back","draft_hash":%q,"restores":1}`, w.draftHash()), 202, []string{`"restores":1`},
	})
	if res, body := w.call(http.MethodDelete, "/api/v1/config/local/draft", w.signIn(account.Administrator), ""); res.StatusCode != http.StatusNoContent {
		t.Errorf("discard: %d %v", res.StatusCode, body)
	}
	if hash := w.draftHash(); hash != "" {
		t.Errorf("the draft is still there: %s", hash)
	}
}

// draftHash is that of the administrator's draft.
func (w *world) draftHash() string {
	w.t.Helper()
	res, body := w.call(http.MethodGet, "/api/v1/config/local/draft", w.signIn(account.Administrator), "")
	text, err := json.Marshal(body)
	if err != nil || res.StatusCode != http.StatusOK {
		w.t.Fatalf("draft: %d %v", res.StatusCode, body)
	}
	var draft struct {
		Hash string `json:"hash"`
	}
	if err := json.Unmarshal(text, &draft); err != nil {
		w.t.Fatal(err)
	}
	return draft.Hash
}
