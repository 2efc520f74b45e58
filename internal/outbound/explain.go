package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"

	"bangui/internal/fault"
)

// explain makes of an error of the network what a person can use.
func (f *fetch) explain(ctx context.Context, err error) error {
	host := f.target.Hostname()
	if known, ok := errors.AsType[*fault.Fault](err); ok {
		return known
	}
	switch {
	case errors.Is(err, errIdle):
		return fault.Unreachable.Wrapf(err, "%s stopped sending for %s", host, f.request.Idle)
	case errors.Is(context.Cause(ctx), errOutOfTime):
		return fault.Unreachable.Wrapf(err, "%s did not send all of it within %s", host, f.request.Within)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if explained := explainTLS(host, err); explained != nil {
		return explained
	}
	if missing, ok := errors.AsType[*net.DNSError](err); ok {
		if missing.IsNotFound {
			return fault.Unreachable.Wrapf(err, "there is no server called %s", missing.Name).WithMend("Look whether the address is still right.")
		}
		return fault.Unreachable.Wrapf(err, "the name service does not tell where %s is", missing.Name).WithMend("Look whether this machine can look up names.")
	}
	if slow, ok := errors.AsType[net.Error](err); ok && slow.Timeout() {
		return fault.Unreachable.Wrapf(err, "%s does not answer in time", host)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fault.Unreachable.Wrapf(err, "%s ended its answer in the middle", host)
	}
	return fault.Unreachable.Wrapf(err, "%s cannot be reached: %s", host, innermost(err))
}

// explainTLS returns nil for other errors.
func explainTLS(host string, err error) error {
	const mend = "If this is a server of your own, have its certificate made by somebody whom this machine believes."
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || errors.Is(err, http.ErrSchemeMismatch) {
		return fault.Unreachable.Wrapf(err, "%s does not speak TLS there", host).WithMend("Look whether the address should begin with http://.")
	}
	if invalid, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		err = invalid.Err
		if name, ok := errors.AsType[x509.HostnameError](err); ok {
			return fault.Unreachable.Wrapf(name, "the server's certificate is for another name than %s", host).WithMend(mend)
		}
		if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
			return fault.Unreachable.Wrapf(err, "nobody whom this machine believes has signed the certificate of %s", host).WithMend(mend)
		}
		if bad, ok := errors.AsType[x509.CertificateInvalidError](err); ok && bad.Reason == x509.Expired {
			return fault.Unreachable.Wrapf(err, "the certificate of %s has expired, or the clock of this machine is wrong", host)
		}
		return fault.Unreachable.Wrapf(err, "the certificate of %s is not valid", host)
	}
	if alert, ok := errors.AsType[tls.AlertError](err); ok {
		return fault.Unreachable.Wrapf(alert, "%s and this machine do not agree on how to encrypt", host)
	}
	return nil
}

// innermost is the text of the deepest cause, which has no names of our functions.
func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}
