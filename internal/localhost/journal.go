package localhost

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// journal is what is written down about changes of the configuration, so that one that is interrupted can be brought to its end. Each has
// three files: what was asked (.order), how it was before (.before, from before the first file is touched until the end), and how far it
// is (.state). What is written is on the disk before the next step is taken.
type journal struct {
	dir  string
	lock *os.File
}

// written is the order.
type written struct {
	ID            string            `json:"id"`
	Begun         time.Time         `json:"begun"`
	ConfirmWithin time.Duration     `json:"confirm_within"`
	AcceptLoss    []string          `json:"accept_loss"`
	Changes       []host.FileChange `json:"changes"`
}

// past is how it was before anything was changed, and what is to be done: all that is needed to put it back.
type past struct {
	Swap configdir.Swap `json:"swap"`
	// Texts are the old texts of the files.
	Texts map[string][]byte `json:"texts"`
	// Server tells which run of fail2ban it was; empty if it did not run.
	Server string `json:"server"`
	// Running are the jails that ran, and Idle those of them that we told to pause.
	Running []string        `json:"running"`
	Idle    map[string]bool `json:"idle"`
	Plan    host.Plan       `json:"plan"`
	// Order are the jails whose commands differ, whether something is done with them or not; Before and After are those commands.
	Order  []string            `json:"order"`
	Before map[string][]string `json:"before"`
	After  map[string][]string `json:"after"`
	// Banned is how many addresses the jails of the plan banned.
	Banned map[string]int `json:"banned"`
	// Database tells whether bans are restored when a jail is restarted.
	Database bool `json:"database"`
}

// keptStates is how many changes are remembered after their end.
const keptStates = 50

var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{7,63}$`)

// openJournal makes the directory if need be, and waits until no other process has it.
func openJournal(ctx context.Context, dir string) (*journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the journal: %w", err)
	}
	f, err := lockFile(ctx, filepath.Join(dir, "lock"))
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	return &journal{dir, f}, nil
}

func (j *journal) close() { _ = j.lock.Close() } // that unlocks it

// write puts something on the disk under a name, wholly or not at all.
func (j *journal) write(name string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := writeDurably(filepath.Join(j.dir, name), data); err != nil {
		return j.unwritten(err)
	}
	return nil
}

func (j *journal) unwritten(err error) error {
	return fault.Unavailable.Wrapf(err, "the journal in %s cannot be written: %s", j.dir, err.Error()).
		WithMend("Make room on the disk, and let bangui write to its data directory.")
}

func (j *journal) read(name string, value any) error {
	data, err := os.ReadFile(filepath.Join(j.dir, name))
	if err != nil {
		return err
	}
	return json.Unmarshal(data, value)
}

// finish removes all but the state of a change, and the states of the oldest ones.
func (j *journal) finish(id string) {
	j.remove(id, ".order", ".before") // a state that is over says that they do not matter
	all := j.states()
	for _, state := range all[:max(0, len(all)-keptStates)] {
		if state.Phase.Over() {
			j.remove(state.ID, ".order", ".before", ".state") // one that was stuck has them all
		}
	}
}

func (j *journal) remove(id string, endings ...string) {
	for _, ending := range endings {
		_ = os.Remove(filepath.Join(j.dir, id+ending)) // what is left is looked at again
	}
}

// states are those of all changes that are remembered, oldest first.
func (j *journal) states() []host.ApplyState {
	var all []host.ApplyState
	entries, err := os.ReadDir(j.dir)
	if err != nil {
		return nil
	}
	for _, entry := range entries {
		id, ok := strings.CutSuffix(entry.Name(), ".state")
		if !ok || !idForm.MatchString(id) {
			continue
		}
		var state host.ApplyState
		if err := j.read(entry.Name(), &state); err == nil && state.ID == id {
			all = append(all, state)
		}
	}
	slices.SortFunc(all, func(a, b host.ApplyState) int { return a.Begun.Compare(b.Begun) })
	return all
}

// open are the changes that were begun and not brought to an end, oldest first.
func (j *journal) open() []host.ApplyState {
	return slices.DeleteFunc(j.states(), func(s host.ApplyState) bool { return s.Phase.Over() })
}

// state is that of one change; ok is false if it is not known.
func (j *journal) state(id string) (state host.ApplyState, ok bool, err error) {
	if err := j.read(id+".state", &state); errors.Is(err, fs.ErrNotExist) {
		return state, false, nil
	} else if err != nil {
		return state, false, fmt.Errorf("read the journal: %w", err)
	}
	return state, true, nil
}
