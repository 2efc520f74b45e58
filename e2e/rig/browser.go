package rig

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// What the first administrator is called, and what set-up asks for.
const (
	SetupToken = "rig-set-up-token-0123456789abcdef"
	Username   = "admin"
	Password   = "a long password for the rig"
)

// Browser is somebody with a session cookie. It can ask any replica. The zero cookie is nobody.
type Browser struct {
	Client *http.Client
	Cookie string
}

// Answer is what a server says.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Into reads the body, which must be JSON.
func (a Answer) Into(body any) error {
	if err := json.Unmarshal(a.Body, body); err != nil {
		return fmt.Errorf("%s: %w", a, err)
	}
	return nil
}

// String is for messages.
func (a Answer) String() string {
	return fmt.Sprintf("%d %s", a.Status, strings.TrimSpace(string(a.Body[:min(len(a.Body), 500)])))
}

// Ask makes one API call. Any answer is one, whatever its status; a new cookie is kept.
func (b *Browser) Ask(ctx context.Context, base, method, path string, body any) (Answer, error) {
	request, err := b.request(ctx, base, method, path, body)
	if err != nil {
		return Answer{}, err
	}
	res, err := b.Client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return Answer{}, err
	}
	for _, cookie := range res.Cookies() {
		if cookie.Name == sessionCookie && method == http.MethodPost {
			b.Cookie = cookie.Value
		}
	}
	return Answer{res.StatusCode, res.Header, text}, nil
}

// sessionCookie is what the server calls its cookie without TLS.
const sessionCookie = "bangui_session"

func (b *Browser) request(ctx context.Context, base, method, path string, body any) (*http.Request, error) {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, base+"/api/v1"+path, &content)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-BanGUI-Request", "1")
	if b.Cookie != "" {
		request.AddCookie(&http.Cookie{Name: sessionCookie, Value: b.Cookie})
	}
	return request, nil
}

// Call is Ask where only success will do.
func (b *Browser) Call(ctx context.Context, base, method, path string, body any) (Answer, error) {
	answer, err := b.Ask(ctx, base, method, path, body)
	if err != nil {
		return Answer{}, err
	}
	if answer.Status/100 != 2 {
		return Answer{}, fmt.Errorf("%s %s: %s", method, path, answer)
	}
	return answer, nil
}

// SetUp creates the first administrator and is signed in then.
func (b *Browser) SetUp(ctx context.Context, base string) error {
	_, err := b.Call(ctx, base, http.MethodPost, "/setup", map[string]any{"token": SetupToken, "username": Username, "password": Password})
	return err
}

// SignIn signs the administrator in.
func (b *Browser) SignIn(ctx context.Context, base string) error {
	_, err := b.Call(ctx, base, http.MethodPost, "/session", map[string]any{"username": Username, "password": Password})
	return err
}
