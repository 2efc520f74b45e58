package store

import (
	"context"
	"net"
	"net/netip"

	"github.com/jackc/pgx/v5/stdlib"
)

// LocalAddress returns the address of this machine on the way to the database: others that use the same database are likely to reach us
// there. ok is false where no network leads to it.
func (s *Store) LocalAddress(ctx context.Context) (addr netip.Addr, ok bool, err error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return netip.Addr{}, false, s.explain(ctx, "look at the connection", err)
	}
	err = conn.Raw(func(driverConn any) error {
		if c, isPostgres := driverConn.(*stdlib.Conn); isPostgres {
			addr, ok = addressOf(c.Conn().PgConn().Conn().LocalAddr())
		}
		return nil
	})
	if closing := conn.Close(); err == nil {
		err = closing
	}
	return addr, ok, s.explain(ctx, "look at the connection", err)
}

func addressOf(local net.Addr) (netip.Addr, bool) {
	tcp, ok := local.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}, false
	}
	addr, ok := netip.AddrFromSlice(tcp.IP)
	return addr.Unmap().WithZone(tcp.Zone), ok
}
