package httpapi

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"strings"
)

// identify finds out where the request came from and gives it an ID.
func (s *server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer := peerOf(r)
		trusted := s.trusts(peer)
		info := &requestInfo{requestID: rand.Text(), client: peer, agent: r.UserAgent(), secure: r.TLS != nil || s.isPublicTLS(r)}
		if trusted {
			info.client = s.clientBehind(peer, r.Header.Values("X-Forwarded-For"))
			info.secure = info.secure || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
			if id := r.Header.Get("X-Request-Id"); saneID(id) {
				info.requestID = id
			}
		}
		w.Header().Set("X-Request-Id", info.requestID)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), infoKey{}, info)))
	})
}

// isPublicTLS tells whether the request is for the public URL, and browsers reach that over TLS.
func (s *server) isPublicTLS(r *http.Request) bool {
	u := s.deps.PublicURL
	return u != nil && u.Scheme == "https" && strings.EqualFold(r.Host, u.Host)
}

// peerOf returns the other end of the connection, the zero Addr for a unix socket.
func peerOf(r *http.Request) netip.Addr {
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Addr().Unmap().WithZone("")
}

// trusts tells whether the address is a proxy that may speak for others. A unix socket is reached by the proxy alone, if there
// is one.
func (s *server) trusts(peer netip.Addr) bool {
	if !peer.IsValid() {
		return len(s.deps.TrustedProxies) > 0
	}
	for _, prefix := range s.deps.TrustedProxies {
		if prefix.Contains(peer) {
			return true
		}
	}
	return false
}

// clientBehind follows the addresses that proxies have added, from the nearest on, as long as they are trusted: what stands
// before the first stranger, the stranger may have made up. Of a part that is no address, the chain ends.
func (s *server) clientBehind(peer netip.Addr, forwarded []string) netip.Addr {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	client := peer
	for i := len(hops) - 1; i >= 0; i-- {
		addr, ok := parseHop(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		client = addr
		if !s.trusts(addr) {
			break
		}
	}
	return client
}

// parseHop reads an address, with or without a port.
func parseHop(hop string) (netip.Addr, bool) {
	if withPort, err := netip.ParseAddrPort(hop); err == nil {
		return withPort.Addr().Unmap().WithZone(""), true
	}
	addr, err := netip.ParseAddr(strings.Trim(hop, "[]"))
	if err != nil {
		return netip.Addr{}, false
	}
	return addr.Unmap().WithZone(""), true
}

// saneID tells whether a proxy's request ID can go into our log and answers.
func saneID(id string) bool {
	for _, c := range id {
		if c <= ' ' || c > '~' || strings.ContainsRune(`"\<>`, c) {
			return false
		}
	}
	return len(id) >= 8 && len(id) <= 128
}
