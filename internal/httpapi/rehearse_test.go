package httpapi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bangui/internal/account"
)

// TestRehearse reads the lines of a rehearsal.
func TestRehearse(t *testing.T) {
	w := newHostWorld(t)
	cookie := w.signIn(account.Operator)
	body := `{"jail":"sshd","days":7,"change":{"max_retry":3}}`
	ask := func(host, body string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, w.request(http.MethodPost, "/api/v1/config/"+host+"/rehearse", cookie, body))
		return answer
	}
	answer := ask("local", body)
	if answer.Code != http.StatusOK {
		t.Fatalf("status %d: %s", answer.Code, answer.Body)
	}
	lines := strings.Split(strings.TrimSpace(answer.Body.String()), "\n")
	c := readContract(t)
	for _, line := range lines {
		var v any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("line %s: %v", line, err)
		}
		for _, wrong := range c.check("line", schema{Ref: "#/components/schemas/RehearsalLine"}, v) {
			t.Error(wrong)
		}
	}
	if len(lines) != 3 || !strings.Contains(lines[0], `"done":50`) || !strings.Contains(lines[1], `"failures":3`) {
		t.Fatalf("lines %s", strings.Join(lines, "\n"))
	}
	for _, want := range []string{`"only_changed":1`, `"id":"192.0.2.1"`, `"present":null`, `"max_retry":3`, `"max_retry":5`, `"bans":1`} {
		if !strings.Contains(lines[2], want) {
			t.Errorf("%s is not in %s", want, lines[2])
		}
	}
	for body, status := range map[string]int{
		`{"jail":"sshd","days":31}`:                                http.StatusUnprocessableEntity,
		`{"jail":"sshd","days":7,"change":{"max_retry":0}}`:        http.StatusUnprocessableEntity,
		`{"jail":"sshd","days":7,"change":{"ban_time_seconds":0}}`: http.StatusUnprocessableEntity,
		`{"days":7}`: http.StatusUnprocessableEntity,
	} {
		if answer := ask("local", body); answer.Code != status {
			t.Errorf("%s: status %d: %s", body, answer.Code, answer.Body)
		}
	}
	if answer := ask("web-7", `{"jail":"sshd","days":7}`); answer.Code != http.StatusNotFound {
		t.Errorf("unknown host: status %d", answer.Code)
	}
	answer = ask("local", `{"jail":"ftpd","days":7}`)
	if !strings.Contains(answer.Body.String(), `"problem":{`) || !strings.Contains(answer.Body.String(), "ftpd") {
		t.Errorf("unknown jail: %s", answer.Body)
	}
}
