package account

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/alexedwards/argon2id"
)

// hashesAtOnce bounds the memory and the processors that strangers can make us use.
const hashesAtOnce = 2

// hasher makes and checks password hashes, a few at a time.
type hasher struct {
	params *argon2id.Params
	slots  chan struct{}
	// nobody is a hash that no password has, for users that do not exist.
	nobody string
	// tidy gives the memory back to the system some time after the last hash: Go would keep it for minutes.
	tidy *time.Timer
}

// tidyAfter is long enough that a burst of sign-ins is one burst.
const tidyAfter = 5 * time.Second

func newHasher() *hasher {
	// Source of the numbers: OWASP Password Storage Cheat Sheet, Argon2id.
	params := &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	tidy := time.AfterFunc(tidyAfter, debug.FreeOSMemory)
	tidy.Stop()
	return &hasher{params: params, slots: make(chan struct{}, hashesAtOnce), nobody: impossibleHash(params), tidy: tidy}
}

// impossibleHash is a well-formed hash of random bytes: checking it is the same work as checking a real one.
func impossibleHash(p *argon2id.Params) string {
	random := make([]byte, p.SaltLength+p.KeyLength)
	_, _ = rand.Read(random) // it never fails: crypto/rand ends the process instead
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", p.Memory, p.Iterations, p.Parallelism,
		encode(random[:p.SaltLength]), encode(random[p.SaltLength:]))
}

// hash returns the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	release, err := h.acquire(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return argon2id.CreateHash(password, h.params)
}

// check tells whether the password has the hash, and whether the hash was made with other parameters than today's. An empty
// hash matches nothing and costs the same.
func (h *hasher) check(ctx context.Context, password, hash string) (match, outdated bool, err error) {
	if hash == "" {
		hash = h.nobody
	}
	release, err := h.acquire(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	match, params, err := argon2id.CheckHash(password, hash)
	if err != nil {
		return false, false, fmt.Errorf("check password hash: %w", err)
	}
	return match, *params != *h.params, nil
}

func (h *hasher) acquire(ctx context.Context) (release func(), err error) {
	select {
	case h.slots <- struct{}{}:
		return h.release, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (h *hasher) release() {
	<-h.slots
	h.tidy.Reset(tidyAfter)
}
