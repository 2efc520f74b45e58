package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"bangui/fail2ban"
	"bangui/internal/sandbox"
)

// applyChange compares a change of one jail of 50 through the API with editing the file and `fail2ban-client reload`: until it is in force, until
// it is proved, and how long nobody else is answered by fail2ban meanwhile.
func applyChange(ctx context.Context, binary string) ([]row, error) {
	return withServer(ctx, binary, sandbox.Options{Jails: jails(50), Action: sandbox.NoAction()}, compareChanges)
}

// applied is how one change went.
type applied struct{ inForce, proved sample }

func compareChanges(ctx context.Context, f2b *sandbox.Server, s *server) ([]row, error) {
	const times = 12
	var ours applied
	var theirs, oursBlocked, theirsBlocked sample
	for i := range times {
		blocked, err := whilePinging(ctx, f2b, func() error { return s.change(ctx, "jail-07", 4+i, &ours) })
		if err != nil {
			return nil, err
		}
		oursBlocked = append(oursBlocked, blocked)
	}
	own := filepath.Join(f2b.Paths().Config, "jail.d", "zz-bangui.local")
	for i := range times {
		blocked, err := whilePinging(ctx, f2b, func() error {
			return timed(&theirs, func() error {
				if err := os.WriteFile(own, fmt.Appendf(nil, "[jail-07]\nmaxretry = %d\n", 4+i), 0o600); err != nil {
					return err
				}
				_, err := f2b.Client(ctx, "reload")
				return err
			})
		})
		if err != nil {
			return nil, err
		}
		theirsBlocked = append(theirsBlocked, blocked)
	}
	const instead = "edit the file and `fail2ban-client reload`, which proves nothing and puts nothing back"
	return []row{
		{"change of one jail of 50 through the API: checked, tried and in force", ours.inForce.String(), instead, theirs.String(), ""},
		{"the same until it is proved, of which 5 s are looking whether fail2ban goes on well", ours.proved.String(), "", "", ""},
		{"the same: longest time that fail2ban answers nobody else", oursBlocked.String(), instead, theirsBlocked.String(), ""},
	}, nil
}

// change makes one change of a jail and waits for its end.
func (s *server) change(ctx context.Context, jail string, maxRetry int, a *applied) error {
	edit := map[string]any{"op": "set", "section": jail, "option": "maxretry", "value": fmt.Sprint(maxRetry)}
	text, err := s.call(ctx, http.MethodPost, "/config/local/draft/edits", map[string]any{"edits": []any{edit}})
	if err != nil {
		return err
	}
	var draft struct {
		Hash string `json:"hash"`
	}
	if err := json.Unmarshal(text, &draft); err != nil {
		return err
	}
	began := time.Now()
	text, err = s.call(ctx, http.MethodPost, "/config/local/draft/apply", map[string]any{"reason": "measured", "draft_hash": draft.Hash})
	if err != nil {
		return err
	}
	var one struct {
		ID    int64  `json:"id"`
		Phase string `json:"phase"`
		Over  bool   `json:"over"`
		Steps []struct {
			Name, State string
		} `json:"steps"`
	}
	inForce := false
	for {
		if err := json.Unmarshal(text, &one); err != nil {
			return err
		}
		for _, step := range one.Steps {
			if !inForce && step.Name == "jail" && step.State == "done" {
				inForce = true
				a.inForce = append(a.inForce, time.Since(began))
			}
		}
		if one.Over {
			break
		}
		time.Sleep(5 * time.Millisecond)
		if text, err = s.call(ctx, http.MethodGet, fmt.Sprintf("/revisions/%d", one.ID), nil); err != nil {
			return err
		}
	}
	if one.Phase != "applied" || !inForce {
		return fmt.Errorf("the change ended as %s", one.Phase)
	}
	a.proved = append(a.proved, time.Since(began))
	return nil
}

// whilePinging does something, and returns the longest time that somebody else waited for an answer of fail2ban meanwhile.
func whilePinging(ctx context.Context, f2b *sandbox.Server, do func() error) (longest time.Duration, err error) {
	client := fail2ban.NewClient(f2b.Paths().Socket)
	defer client.Close()
	stop, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			select {
			case <-stop:
				ended <- nil
				return
			default:
			}
			begin := time.Now()
			if err := client.Ping(ctx); err != nil {
				ended <- err
				return
			}
			longest = max(longest, time.Since(begin))
			time.Sleep(time.Millisecond)
		}
	}()
	err = do()
	close(stop)
	return longest, errors.Join(err, <-ended)
}
