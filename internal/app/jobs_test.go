package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// firstJob waits until the first run of a task has ended, and returns its state and outcome.
func (i *instance) firstJob(task string) (state, outcome string) {
	i.t.Helper()
	eventually(i.t, task+" has run", func() bool {
		_, answer := i.call(i.client, http.MethodGet, "/api/v1/jobs?task="+task, nil)
		items, _ := answer["items"].([]any)
		if len(items) == 0 {
			return false
		}
		job := items[len(items)-1].(map[string]any)
		state, outcome = job["state"].(string), job["outcome"].(string)
		return state != "running"
	})
	return state, outcome
}

func TestEveryTaskRunsAtTheStart(t *testing.T) {
	s := start(t, dataDir(t), nil)
	s.setUp()
	for task, want := range map[string]string{
		"session.cleanup": "removed ", "history.cleanup": "removed 0 bans", "run.cleanup": "removed 0 jobs",
		"probe.cleanup": "removed 0 answers", "host.probe": "1 of 1 hosts answered", "country.check": "networks are not known",
	} {
		if state, outcome := s.firstJob(task); state != "succeeded" || !strings.Contains(outcome, want) {
			t.Errorf("%s: %s, %q, want it succeeded with %q", task, state, outcome, want)
		}
	}
}

func TestCountryDataThatIsNone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "country.mmdb")
	if err := os.WriteFile(file, []byte("no such data"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, dataDir(t), map[string]string{"geo_country_db": file})
	s.setUp()
	if state, outcome := s.firstJob("country.check"); state != "failed" || !strings.Contains(outcome, file) {
		t.Errorf("%s, %q, want it failed for %s", state, outcome, file)
	}
	_, answer := s.call(s.client, http.MethodGet, "/api/v1/geo", nil)
	country, _ := answer["country"].(map[string]any)
	if country["built_in"] != true || country["path"] != file || country["problem"] == nil {
		t.Errorf("geo is %v, want the built-in data in use, and why the file is not", answer)
	}
}
