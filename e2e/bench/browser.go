package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// page measures the dashboard in Chromium, from the first request until all that is on the screen is there.
func (p *past) page(ctx context.Context) ([]row, error) {
	const visits = 9
	command := exec.CommandContext(ctx, "node", "e2e/bench/paint.js", p.base, "admin", password, strconv.Itoa(visits))
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, os.Stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("the dashboard in Chromium: %w", err)
	}
	var screens map[string]struct{ First, Second, Largest browserTimes }
	if err := json.Unmarshal(said.Bytes(), &screens); err != nil {
		return nil, err
	}
	var rows []row
	for _, screen := range []string{"desktop", "phone"} {
		times, ok := screens[screen]
		if !ok {
			return nil, errors.New("no times of a " + screen)
		}
		for _, one := range []struct {
			what  string
			times browserTimes
		}{
			{"first visit, until all on the screen is there", times.First},
			{"first visit, until the largest thing is painted", times.Largest},
			{"second visit, until all on the screen is there", times.Second},
		} {
			what := fmt.Sprintf("dashboard in Chromium, %s, %s: median · slowest of %d", screen, one.what, visits)
			rows = append(rows, row{p.what(what), one.times.sample().String(), "", "", "1 s"})
		}
	}
	return rows, nil
}

// browserTimes are milliseconds as a browser has them.
type browserTimes []float64

func (b browserTimes) sample() sample {
	var s sample
	for _, ms := range b {
		s = append(s, time.Duration(ms*float64(time.Millisecond)))
	}
	return s
}
