package link

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// routeUser is the name with which servers sign on to each other, besides their keys.
const routeUser = "replica"

var errStranger = errors.New("the other side does not have the secret of this installation")

// routePassword follows from the secret.
func routePassword(secret []byte) (string, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "bangui link route", 32)
	if err != nil {
		return "", fmt.Errorf("password of routes: %w", err)
	}
	return hex.EncodeToString(key), nil
}

// routeTLS makes both ends of a route show the one key that follows from the secret, and accept nothing else. Certificates are made
// anew by each process, their dates and names mean nothing: the key is what counts.
func routeTLS(secret []byte) (*tls.Config, error) {
	seed, err := hkdf.Key(sha256.New, secret, nil, "bangui link tls", ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("key of routes: %w", err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	public := key.Public().(ed25519.PublicKey) //nolint:forcetypeassert // by its documentation
	certificate, err := selfSigned(key, public)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		Certificates: []tls.Certificate{certificate},
		ClientAuth:   tls.RequireAnyClientCert,
		// Whom we talk to is decided by VerifyConnection: there is no authority, and no name to compare.
		InsecureSkipVerify: true, //nolint:gosec // see above
		VerifyConnection:   func(state tls.ConnectionState) error { return verify(state, public) },
	}, nil
}

func selfSigned(key ed25519.PrivateKey, public ed25519.PublicKey) (tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bangui replica"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("certificate of routes: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// verify is called after the other side has proved that it has the private key of the certificate that it shows.
func verify(state tls.ConnectionState, want ed25519.PublicKey) error {
	if len(state.PeerCertificates) == 0 {
		return errStranger
	}
	got, ok := state.PeerCertificates[0].PublicKey.(ed25519.PublicKey)
	if !ok || !bytes.Equal(got, want) {
		return errStranger
	}
	return nil
}
