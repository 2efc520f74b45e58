package pgtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// usualPort is that of a server which listens nowhere but on its socket.
const usualPort = 5432

// authority signs the certificate of a server.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	der  []byte
}

// TLS starts a server of its own that takes connections on 127.0.0.1 with TLS only, with a certificate for localhost by an authority that
// nobody knows. It returns a URL without an sslmode, to which more can be added, and the file of the authority's certificate.
func TLS(t testing.TB) (address *url.URL, authorityFile string) {
	t.Helper()
	a, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.der}), 0o600); err != nil {
		t.Fatal(err)
	}
	c := own(t, manner{tls: a, options: "-c ssl=on"})
	return &url.URL{Scheme: "postgres", User: url.User("postgres"), Host: "localhost:" + strconv.Itoa(c.port), Path: "/postgres"}, file
}

// Standby starts a server of its own that only allows reading, as if it waited for a primary one, and returns its URL.
func Standby(t testing.TB) string {
	t.Helper()
	return own(t, manner{standby: true}).address.String()
}

// With starts a server of its own with options for postgres, such as -c max_connections=5, and returns its URL.
func With(t testing.TB, options string) string {
	t.Helper()
	return own(t, manner{options: options}).address.String()
}

// own starts a cluster for one test.
func own(t testing.TB, how manner) *cluster {
	t.Helper()
	if _, err := binaries(); err != nil {
		skip(t, err.Error())
	}
	c, err := startAs(how)
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	t.Cleanup(func() { _ = c.alive.Close() })
	return c
}

// listen is where it takes connections, besides its socket.
func (m manner) listen() string {
	if m.tls == nil {
		return ""
	}
	return "127.0.0.1"
}

// prepare writes what the manner needs into the directory of the cluster, and chooses a port.
func (m manner) prepare(data string, owner *syscall.Credential) (port int, err error) {
	port = usualPort
	files := map[string][]byte{}
	if m.standby {
		files["standby.signal"] = nil
	}
	if m.tls != nil {
		if port, err = freePort(); err != nil {
			return 0, err
		}
		if files["server.key"], files["server.crt"], err = m.tls.issue("localhost"); err != nil {
			return 0, err
		}
		files["pg_hba.conf"] = []byte(access + "hostssl all all 127.0.0.1/32 trust\n")
	}
	for name, content := range files {
		path := filepath.Join(data, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return 0, err
		}
		if owner != nil {
			if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
				return 0, err
			}
		}
	}
	return port, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // nothing is waited for
	if err != nil {
		return 0, err
	}
	address, ok := l.Addr().(*net.TCPAddr)
	if err := l.Close(); err != nil || !ok {
		return 0, errors.Join(err, net.ErrClosed)
	}
	return address.Port, nil
}

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "an authority for a test"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return &authority{key: key, cert: cert, der: der}, err
}

// issue returns a key and a certificate for a name, in PEM.
func (a *authority) issue(name string) (key, cert []byte, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &private.PublicKey, a.key)
	if err != nil {
		return nil, nil, err
	}
	encoded, err := x509.MarshalECPrivateKey(private)
	return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: encoded}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), err
}
