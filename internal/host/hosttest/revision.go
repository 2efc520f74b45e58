package hosttest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// revised is a change of our own file: JailB bans after four failures.
func revised(t *testing.T, h host.Host, text string) []host.FileChange {
	t.Helper()
	c := host.FileChange{Name: "jail.d/" + host.OwnFile, Text: []byte(text)}
	now, err := h.ReadFile(t.Context(), c.Name)
	switch {
	case err == nil:
		c.Expect = now.Hash
	case !errors.Is(err, fault.NotFound):
		t.Fatal(err)
	}
	return []host.FileChange{c}
}

// until waits for a phase of a change.
func until(t *testing.T, h host.Host, id string, is func(host.Phase) bool) host.ApplyState {
	t.Helper()
	var state host.ApplyState
	eventually(t, "phase of the change", func() bool {
		var err error
		state, err = h.ApplyState(t.Context(), id)
		check(t, err)
		return is(state.Phase)
	})
	return state
}

func testApply(t *testing.T, target Target) {
	h := target.Host
	if !target.Loads {
		if err := h.Apply(t.Context(), host.ApplyOrder{ID: "suite-apply-0", Changes: revised(t, h, "")}); !errors.Is(err, fault.Unsupported) {
			t.Errorf("a change without a journal: %v, want %v", err, fault.Unsupported)
		}
		return
	}
	changes := revised(t, h, "["+JailB+"]\nmaxretry = 4\n")
	got, err := h.CheckChanges(t.Context(), changes)
	check(t, err)
	if len(got.Objections) > 0 || len(got.Plan.Jails) != 1 || got.Plan.Jails[0].Jail != JailB || got.Plan.Jails[0].Operation != host.OperationReload || !got.Running {
		t.Errorf("check %+v", got)
	}
	order := host.ApplyOrder{ID: "suite-apply-1", Changes: changes}
	check(t, h.Apply(t.Context(), order))
	check(t, h.Apply(t.Context(), order))
	state := until(t, h, order.ID, host.Phase.Over)
	if state.Phase != host.PhaseApplied || state.Failure != nil || len(state.Steps) < 8 || state.Ended.IsZero() || state.Begun.IsZero() {
		t.Errorf("state %+v", state)
	}
	jail, err := h.Jail(t.Context(), JailB)
	check(t, err)
	if jail.MaxRetry != 4 {
		t.Errorf("maxretry is %d, want 4", jail.MaxRetry)
	}
	changes[0].Text = []byte("[" + JailB + "]\nmaxretry = 5\n")
	check(t, h.Apply(t.Context(), host.ApplyOrder{ID: "suite-apply-2", Changes: changes}))
	if state := until(t, h, "suite-apply-2", host.Phase.Over); state.Phase != host.PhaseRefused || state.Failure == nil || state.Failure.Step != host.StepHashes {
		t.Errorf("a change for a file as it was before: %+v", state)
	}
}

func testApplyBroken(t *testing.T, target Target) {
	if !applies(t, target.Loads, "load jails") {
		return
	}
	h := target.Host
	changes := revised(t, h, "["+JailB+"]\nfailregex = (<HOST>\n")
	got, err := h.CheckChanges(t.Context(), changes)
	check(t, err)
	if len(got.Objections) == 0 || len(got.Added) == 0 {
		t.Errorf("check %+v", got)
	}
	check(t, h.Apply(t.Context(), host.ApplyOrder{ID: "suite-broken", Changes: changes}))
	state := until(t, h, "suite-broken", host.Phase.Over)
	if state.Phase != host.PhaseRefused || state.Failure == nil || len(state.Failure.Objections) == 0 || !strings.Contains(state.Failure.Message, "failregex") {
		t.Errorf("state %+v", state)
	}
	if _, err := h.ReadFile(t.Context(), changes[0].Name); !errors.Is(err, fault.NotFound) {
		t.Errorf("the file was written: %v", err)
	}
}

func testApplyBadOrders(t *testing.T, target Target) {
	h := target.Host
	text := []byte("[" + JailB + "]\n")
	for name, order := range map[string]host.ApplyOrder{
		"no ID":            {Changes: []host.FileChange{{Name: "jail.local", Text: text}}},
		"a bad ID":         {ID: "../../../etc/x", Changes: []host.FileChange{{Name: "jail.local", Text: text}}},
		"nothing":          {ID: "suite-bad-1"},
		"a short wait":     {ID: "suite-bad-2", Changes: []host.FileChange{{Name: "jail.local", Text: text}}, ConfirmWithin: time.Second},
		"a long wait":      {ID: "suite-bad-3", Changes: []host.FileChange{{Name: "jail.local", Text: text}}, ConfirmWithin: 24 * time.Hour},
		"a file elsewhere": {ID: "suite-bad-4", Changes: []host.FileChange{{Name: "../passwd.local", Text: text}}},
		"a .conf file":     {ID: "suite-bad-5", Changes: []host.FileChange{{Name: "jail.conf", Text: text}}},
		"no text":          {ID: "suite-bad-6", Changes: []host.FileChange{{Name: "jail.local", Text: []byte("\x00")}}},
		"another encoding": {ID: "suite-bad-7", Changes: []host.FileChange{{Name: "jail.local", Text: []byte("\xff")}}},
	} {
		if err := h.Apply(t.Context(), order); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %v", name, err, fault.Invalid)
		}
	}
	unknown := map[string]func() error{
		"state":   func() error { _, err := h.ApplyState(t.Context(), "suite-unknown"); return err },
		"confirm": func() error { return h.Confirm(t.Context(), "suite-unknown") },
		"undo":    func() error { return h.Undo(t.Context(), "suite-unknown") },
	}
	for name, do := range unknown {
		if err := do(); !errors.Is(err, fault.NotFound) && target.Loads {
			t.Errorf("%s of an unknown change: %v, want %v", name, err, fault.NotFound)
		}
	}
}

func testConfirm(t *testing.T, target Target) {
	if !applies(t, target.Loads, "load jails") {
		return
	}
	h := target.Host
	waiting := func(p host.Phase) bool { return p == host.PhaseWaiting || p.Over() }
	for i, keep := range []bool{false, true} {
		id := []string{"suite-confirm-undo", "suite-confirm-keep"}[i]
		changes := revised(t, h, "["+JailB+"]\nmaxretry = 4\n")
		check(t, h.Apply(t.Context(), host.ApplyOrder{ID: id, Changes: changes, ConfirmWithin: host.LeastConfirm}))
		if state := until(t, h, id, waiting); state.Phase != host.PhaseWaiting || state.ConfirmBy.IsZero() {
			t.Fatalf("state %+v", state)
		}
		decide, want := h.Undo, host.PhaseUndone
		if keep {
			decide, want = h.Confirm, host.PhaseApplied
		}
		check(t, decide(t.Context(), id))
		state := until(t, h, id, host.Phase.Over)
		jail, err := h.Jail(t.Context(), JailB)
		check(t, err)
		if state.Phase != want || !slices.ContainsFunc(state.Steps, func(s host.Step) bool { return s.Name == host.StepConfirm }) || (jail.MaxRetry == 4) != keep {
			t.Errorf("%s: %+v, maxretry %d", id, state, jail.MaxRetry)
		}
	}
}
