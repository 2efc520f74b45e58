package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"bangui/internal/sandbox"
)

// publishedVariable makes this program fetch lists with a server, in a network namespace of its own.
const publishedVariable = "BANGUI_BENCH_PUBLISHED"

// publishedWork is what it does there: a list is added whose address has each file in turn, so often.
type publishedWork struct {
	Binary string
	Dir    string
	Times  int
}

// publishedDone is how it went.
type publishedDone struct {
	// Took are the times for each file.
	Took []sample
	// Before and After are what the server had in use before the first list, and a while after the last one, in bytes.
	Before, After int64
}

// publishedList measures the whole way of a list of half a million entries: from the order to add it until the kernel blocks it.
func publishedList(ctx context.Context, binary string) ([]row, error) {
	if !mayBeAlone() {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "bangui-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	const many = 500_000
	if _, err := revisions(filepath.Join(dir, "lists"), many); err != nil {
		return nil, err
	}
	var done publishedDone
	if _, err := alone(ctx, publishedVariable, publishedWork{binary, filepath.Join(dir, "lists"), 5}, &done); err != nil {
		return nil, err
	}
	return []row{
		{"block list of 500,000 mixed entries through the whole server: added by its address, fetched, read, compared, stored in SQLite, in the kernel", done.Took[0].String(), "", "", "10 s"},
		{"the same: replaced by a revision with 1 % other entries", done.Took[1].String(), "", "", ""},
		{"the same: resident memory of the server, 40 s after the last one", megabytes(done.After), "before the first one", megabytes(done.Before), "no lasting memory"},
	}, nil
}

// bePublished is that process.
func bePublished(text string) error {
	var work publishedWork
	if err := json.Unmarshal([]byte(text), &work); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if said, err := exec.CommandContext(ctx, "ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	f2b, err := sandbox.Start(ctx, sandbox.Options{})
	if err != nil {
		return err
	}
	defer f2b.Close()
	s, err := startServer(ctx, work.Binary, f2b)
	if err != nil {
		return err
	}
	defer s.close()
	done, err := s.importPublished(ctx, work)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(done)
}

func (s *server) importPublished(ctx context.Context, work publishedWork) (done publishedDone, err error) {
	lists := httptest.NewServer(http.FileServer(http.Dir(work.Dir)))
	defer lists.Close()
	const settle, swept = 10 * time.Second, 40 * time.Second
	time.Sleep(settle)
	if done.Before, err = s.resident(); err != nil {
		return done, err
	}
	done.Took = make([]sample, 2)
	for range work.Times {
		list := ""
		for i := range done.Took {
			if err := timed(&done.Took[i], func() error {
				list, err = s.bringIntoForce(ctx, list, fmt.Sprintf("%s/%d/list-0.netset", lists.URL, i))
				return err
			}); err != nil {
				return done, err
			}
		}
		if _, err := s.call(ctx, http.MethodDelete, list, nil); err != nil {
			return done, err
		}
		if err := s.waitEnforced(ctx, "idle", ""); err != nil {
			return done, err
		}
	}
	if _, err := s.bringIntoForce(ctx, "", lists.URL+"/0/list-0.netset"); err != nil {
		return done, err
	}
	time.Sleep(swept)
	done.After, err = s.resident()
	return done, err
}

// bringIntoForce adds a list, or gives the one at this path another address, and waits until it is in the kernel. It returns the path of the list.
func (s *server) bringIntoForce(ctx context.Context, list, address string) (path string, err error) {
	method, path := http.MethodPatch, list
	body := map[string]any{"url": address}
	before := ""
	if list == "" {
		method, path = http.MethodPost, "/blocklists"
		body = map[string]any{"name": "published", "url": address, "allow_private": []string{"127.0.0.1"}, "enabled": true}
	} else if _, before, err = s.enforced(ctx); err != nil {
		return path, err
	}
	text, err := s.call(ctx, method, path, body)
	if err != nil {
		return path, err
	}
	var made struct {
		ID int64 `json:"id"`
	}
	if err := json.Unmarshal(text, &made); err != nil {
		return path, err
	}
	return fmt.Sprintf("/blocklists/%d", made.ID), s.waitEnforced(ctx, "in_force", before)
}

// waitEnforced waits until this machine stands so, and has another list in its kernel than that with a digest.
func (s *server) waitEnforced(ctx context.Context, want, before string) error {
	stand, digest := "", ""
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var err error
		if stand, digest, err = s.enforced(ctx); err != nil {
			return err
		}
		if stand == want && (digest == "" || digest != before) {
			return nil
		}
	}
	return fmt.Errorf("the machine is %s with list %q, want %s", stand, digest, want)
}

// enforced tells how this machine stands, and what its kernel has of its only list.
func (s *server) enforced(ctx context.Context) (stand, digest string, err error) {
	text, err := s.call(ctx, http.MethodGet, "/blocklists/enforcement", nil)
	if err != nil {
		return "", "", err
	}
	var page struct {
		Items []struct {
			Stand string `json:"stand"`
			Lists []struct {
				Digest string `json:"digest"`
			} `json:"lists"`
		} `json:"items"`
	}
	if err := json.Unmarshal(text, &page); err != nil || len(page.Items) == 0 {
		return "", "", err
	}
	for _, l := range page.Items[0].Lists {
		digest = l.Digest
	}
	return page.Items[0].Stand, digest, nil
}
