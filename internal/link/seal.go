package link

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// The sizes of a sealed message: version, salt, number, what is sealed.
const (
	sealVersion = 1
	saltSize    = 16
	countSize   = 8
	sealHeader  = 1 + saltSize + countSize
	// sealedHeader stands sealed before the payload: the kind and the time in milliseconds.
	sealedHeader = 1 + 8
	// maxKeys is how many keys of others are kept. One of a node that was started again takes a new place.
	maxKeys = 256
	// maxAge is how far the time of a message may be from ours.
	maxAge = 60 * time.Second
)

var (
	errForeign = errors.New("not sealed with the secret of this installation")
	errAge     = errors.New("sent more than a minute ago, or in the future")
)

// kind is what a message is about. It is sealed together with the subject, so that no message can be taken for another one.
type kind byte

// The kinds of messages.
const (
	kindEvent    kind = 'E' // an envelope, to everybody
	kindBeacon   kind = 'B' // an envelope without an event, to everybody
	kindRequest  kind = 'R' // a request, to who holds a host
	kindProgress kind = 'P' // holder to asker: we work on it
	kindPart     kind = 'C' // holder to asker: a piece of an answer or of a batch
	kindEnd      kind = 'Z' // holder to asker: the call is over; a failure, or nothing
	kindBatch    kind = 'D' // holder to watcher: the pieces since the last one are a batch
	kindCancel   kind = 'X' // asker to holder: nobody waits any more
	kindAlive    kind = 'K' // watcher to holder: still here
	kindStored   kind = 'A' // watcher to holder: the batch is stored, or why not
)

// sealer seals and opens messages. Each sealer has a key of its own that follows from the secret and a random salt, and counts its
// messages: no pair of key and nonce is ever used twice. All methods may be called at the same time.
type sealer struct {
	secret []byte
	now    func() time.Time
	salt   [saltSize]byte
	own    cipher.AEAD
	count  atomic.Uint64

	mu   sync.Mutex
	keys map[[saltSize]byte]cipher.AEAD
}

func newSealer(secret []byte, now func() time.Time) (*sealer, error) {
	s := &sealer{secret: secret, now: now, keys: make(map[[saltSize]byte]cipher.AEAD)}
	if _, err := rand.Read(s.salt[:]); err != nil {
		return nil, fmt.Errorf("salt of messages: %w", err)
	}
	own, err := s.derive(s.salt)
	s.own = own
	return s, err
}

func (s *sealer) derive(salt [saltSize]byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, s.secret, salt[:], "bangui link message", 32)
	if err != nil {
		return nil, fmt.Errorf("key of messages: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("key of messages: %w", err)
	}
	return cipher.NewGCM(block)
}

// key returns the key of a salt. Those of strangers are made as well: only opening the message shows that they are none of ours.
func (s *sealer) key(salt [saltSize]byte) (cipher.AEAD, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key, ok := s.keys[salt]; ok {
		return key, nil
	}
	key, err := s.derive(salt)
	if err != nil {
		return nil, err
	}
	return key, nil
}

// keep remembers the key of a message that was one of ours.
func (s *sealer) keep(salt [saltSize]byte, key cipher.AEAD) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.keys) >= maxKeys {
		clear(s.keys)
	}
	s.keys[salt] = key
}

// seal returns the message of this kind for a subject.
func (s *sealer) seal(subject string, k kind, payload []byte) []byte {
	var nonce [12]byte
	binary.BigEndian.PutUint64(nonce[4:], s.count.Add(1))
	plain := make([]byte, sealedHeader, sealedHeader+len(payload))
	plain[0] = byte(k)
	binary.BigEndian.PutUint64(plain[1:], uint64(s.now().UnixMilli())) //nolint:gosec // the years before 1970 do not come back
	plain = append(plain, payload...)
	message := make([]byte, 0, sealHeader+len(plain)+16)
	message = append(message, sealVersion)
	message = append(message, s.salt[:]...)
	message = append(message, nonce[4:]...)
	return s.own.Seal(message, nonce[:], plain, bound(subject))
}

// open returns what seal was given. It fails for messages that were sealed with another secret, for another subject, or too long ago.
func (s *sealer) open(subject string, message []byte) (kind, []byte, error) {
	if len(message) < sealHeader || message[0] != sealVersion {
		return 0, nil, errForeign
	}
	salt := [saltSize]byte(message[1 : 1+saltSize])
	key, err := s.key(salt)
	if err != nil {
		return 0, nil, err
	}
	var nonce [12]byte
	copy(nonce[4:], message[1+saltSize:sealHeader])
	plain, err := key.Open(nil, nonce[:], message[sealHeader:], bound(subject))
	if err != nil || len(plain) < sealedHeader {
		return 0, nil, errForeign
	}
	s.keep(salt, key)
	sent := time.UnixMilli(int64(binary.BigEndian.Uint64(plain[1:]))) //nolint:gosec // checked by the next line
	if age := s.now().Sub(sent); age > maxAge || age < -maxAge {
		return 0, nil, errAge
	}
	return kind(plain[0]), plain[sealedHeader:], nil
}

// bound is what a message is bound to besides its key: the subject tells from whom or to whom it goes.
func bound(subject string) []byte { return []byte("bangui link 1\x00" + subject) }
