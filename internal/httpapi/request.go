package httpapi

import (
	"context"
	"net/netip"

	"bangui/internal/account"
	"bangui/internal/audit"
)

// requestInfo is what the chain finds out about one request. It belongs to one goroutine.
type requestInfo struct {
	requestID string
	// client is where the request came from, seen through trusted proxies; the zero Addr for a unix socket.
	client netip.Addr
	// agent is what the browser says it is.
	agent string
	// secure tells whether the browser talks TLS, to us or to a trusted proxy.
	secure bool
	// route is the pattern that matched, for the log; empty for the UI.
	route string
	// part tells that it is one of several reads that came together.
	part bool
	// token, session and user are set if somebody is signed in; else user.ID is zero.
	token   string
	session account.Session
	user    account.User
}

type infoKey struct{}

// infoOf returns what is known of the request; never nil.
func infoOf(ctx context.Context) *requestInfo {
	if info, ok := ctx.Value(infoKey{}).(*requestInfo); ok {
		return info
	}
	return &requestInfo{}
}

// address returns the client's address as text, empty if there is none.
func (i *requestInfo) address() string {
	if !i.client.IsValid() {
		return ""
	}
	return i.client.String()
}

// actorOf returns who makes the request, for the audit log.
func actorOf(ctx context.Context) audit.Actor {
	info := infoOf(ctx)
	return audit.Actor{UserID: info.user.ID, Name: info.user.Name, Address: info.address(), RequestID: info.requestID}
}
