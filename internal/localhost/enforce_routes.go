package localhost

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// maxRoutes is how many routes are looked at: default routes come first, and a router may have a million others.
const maxRoutes = 20_000

// defaultGateways are the gateways of all default routes, of both families and all routing tables. Source: rtnetlink(7).
func defaultGateways() ([]netip.Addr, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 5}); err != nil {
		return nil, os.NewSyscallError("setsockopt", err)
	}
	request := make([]byte, unix.SizeofNlMsghdr+unix.SizeofRtMsg)
	binary.NativeEndian.PutUint32(request, uint32(len(request)))
	binary.NativeEndian.PutUint16(request[4:], unix.RTM_GETROUTE)
	binary.NativeEndian.PutUint16(request[6:], unix.NLM_F_REQUEST|unix.NLM_F_DUMP)
	request[unix.SizeofNlMsghdr] = unix.AF_UNSPEC
	if err := unix.Sendto(fd, request, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return nil, os.NewSyscallError("sendto", err)
	}
	var found []netip.Addr
	data := make([]byte, 64<<10)
	for seen := 0; seen < maxRoutes; {
		n, _, err := unix.Recvfrom(fd, data, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return found, os.NewSyscallError("recvfrom", err)
		}
		messages, err := syscall.ParseNetlinkMessage(data[:n])
		if err != nil {
			return found, err
		}
		for _, m := range messages {
			switch m.Header.Type {
			case unix.NLMSG_DONE, unix.NLMSG_ERROR:
				return found, nil
			case unix.RTM_NEWROUTE:
				seen++
				found = append(found, gatewaysOf(&m)...)
			}
		}
	}
	return found, nil
}

// gatewaysOf are those of a route, if it is a default route.
func gatewaysOf(m *syscall.NetlinkMessage) []netip.Addr {
	const bitsAt = 1 // rtm_dst_len
	if len(m.Data) < unix.SizeofRtMsg || m.Data[bitsAt] != 0 {
		return nil
	}
	attributes, err := syscall.ParseNetlinkRouteAttr(m)
	if err != nil {
		return nil
	}
	var found []netip.Addr
	for _, a := range attributes {
		switch a.Attr.Type {
		case unix.RTA_GATEWAY, unix.RTA_VIA:
			found = append(found, gateway(a.Attr.Type, a.Value)...)
		case unix.RTA_MULTIPATH:
			found = append(found, nextHops(a.Value)...)
		}
	}
	return found
}

// gateway reads an address. That of RTA_VIA has its family before it.
func gateway(kind uint16, value []byte) []netip.Addr {
	if kind == unix.RTA_VIA && len(value) > 2 {
		value = value[2:]
	}
	if addr, ok := netip.AddrFromSlice(value); ok {
		return []netip.Addr{addr}
	}
	return nil
}

// nextHops reads the gateways of a route with several: each is a header with a length, and attributes.
func nextHops(value []byte) []netip.Addr {
	var found []netip.Addr
	for len(value) >= unix.SizeofRtNexthop {
		size := int(binary.NativeEndian.Uint16(value))
		if size < unix.SizeofRtNexthop || size > len(value) {
			return found
		}
		for inner := value[unix.SizeofRtNexthop:size]; len(inner) >= unix.SizeofRtAttr; {
			length, kind := int(binary.NativeEndian.Uint16(inner)), binary.NativeEndian.Uint16(inner[2:])
			if length < unix.SizeofRtAttr || length > len(inner) {
				break
			}
			if kind == unix.RTA_GATEWAY || kind == unix.RTA_VIA {
				found = append(found, gateway(kind, inner[unix.SizeofRtAttr:length])...)
			}
			inner = inner[min((length+3)&^3, len(inner)):]
		}
		value = value[min((size+3)&^3, len(value)):]
	}
	return found
}
