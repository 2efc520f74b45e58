package mount

import "golang.org/x/sys/unix"

// KindOf says what a path lies on, or will when it is created. The kernel's list is asked first, and what it does not tell,
// statfs(2). What neither tells is local: opening the database says better what is wrong with the path.
func KindOf(path string) (kind Kind, name string) {
	m, err := Of(path)
	if err == nil {
		return m.Kind()
	}
	var stat unix.Statfs_t
	if err := unix.Statfs(path, &stat); err != nil {
		return Local, "unknown"
	}
	if name, ok := networkNumber(uint32(stat.Type)); ok {
		return Network, name
	}
	return Local, "unknown"
}

// networkNumber knows the numbers of statfs(2).
func networkNumber(magic uint32) (string, bool) {
	names := map[uint32]string{
		unix.NFS_SUPER_MAGIC: "NFS", unix.SMB_SUPER_MAGIC: "SMB", unix.CIFS_SUPER_MAGIC: "CIFS", unix.SMB2_SUPER_MAGIC: "SMB",
		unix.AFS_SUPER_MAGIC: "AFS", unix.AFS_FS_MAGIC: "AFS", unix.CODA_SUPER_MAGIC: "Coda", unix.V9FS_MAGIC: "9P",
		unix.CEPH_SUPER_MAGIC: "Ceph", unix.OCFS2_SUPER_MAGIC: "OCFS2", unix.NCP_SUPER_MAGIC: "NCP",
	}
	name, ok := names[magic]
	return name, ok
}
