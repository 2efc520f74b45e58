package nftset

import (
	"errors"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
)

// impossible is the order with which a trial ends.
const impossible = "end the trial"

func isImpossible(err error) bool {
	r, ok := errors.AsType[*refused](err)
	return ok && r.what == impossible && errors.Is(r, unix.ENOENT)
}

// problem is a refusal of the kernel for the user. what is what was being done with the table.
func problem(err error, what string) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Fault](err); ok {
		return err
	}
	has := func(numbers ...unix.Errno) bool {
		for _, n := range numbers {
			if errors.Is(err, n) {
				return true
			}
		}
		return false
	}
	switch {
	case has(unix.EPERM, unix.EACCES):
		return fault.Unsupported.Wrapf(err, "this process may not change the packet filter of the kernel").
			WithMend("Give it the capability CAP_NET_ADMIN: the packaged service has it; a container needs `--cap-add NET_ADMIN` and the host's network.")
	case has(unix.EPROTONOSUPPORT, unix.EAFNOSUPPORT, unix.EOPNOTSUPP, unix.EINVAL) && what != "loaded", has(unix.ENOENT) && what == "tried":
		return fault.Unsupported.Wrapf(err, "the kernel of this machine has no nftables, or lacks a part of it that blocking needs").
			WithMend("Load the module with `modprobe nf_tables`. Some virtual servers share a kernel that does not have it: lists can be blocked through a jail of fail2ban there.")
	case has(unix.ENOMEM, unix.ENOSPC, unix.ENFILE, unix.ENOBUFS):
		return fault.Unavailable.Wrapf(err, "the kernel has no room for the lists: %s", err.Error()).
			WithMend("Use fewer or smaller lists, or give the machine more memory. 100,000 entries take about 15 MB of the kernel's, twice that while they are exchanged.")
	}
	return fault.Unavailable.Wrapf(err, "the table inet %s could not be %s: %s", Name, what, err.Error()).
		WithMend("`nft list table inet %s` shows what is there. It is tried again by itself.", Name)
}
