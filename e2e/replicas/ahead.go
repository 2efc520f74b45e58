package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// clockAhead is how wrong the clock of one replica is made.
const clockAhead = 10 * time.Minute

// buildAhead builds the program with another time.Now: it replaces one file of Go's own library for this build only, so the
// product needs no hook.
func (g *ground) buildAhead() (string, error) {
	dir, err := g.rig.Sub("ahead")
	if err != nil {
		return "", err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", err
	}
	original := filepath.Join(strings.TrimSpace(string(root)), "src", "time", "time.go")
	text, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	const now = "sec, nsec, mono := runtimeNow()\n"
	if strings.Count(string(text), "func Now() Time {\n\t"+now) != 1 {
		return "", errors.New("time.Now of this Go is written in another way: mend e2e/replicas/ahead.go")
	}
	changed := strings.Replace(string(text), "func Now() Time {\n\t"+now,
		fmt.Sprintf("func Now() Time {\n\t%s\tsec += %d\n", now, int(clockAhead.Seconds())), 1)
	copied := filepath.Join(dir, "time.go")
	if err := os.WriteFile(copied, []byte(changed), 0o600); err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: copied}})
	if err != nil {
		return "", err
	}
	list, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "bangui")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-trimpath", "-overlay", list, "-o", binary, "./cmd/bangui")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build with another clock: %w: %s", err, out)
	}
	return binary, nil
}
