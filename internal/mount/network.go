package mount

import "strings"

// Kind says what a file system means for locks and for memory that processes share through a file.
type Kind string

// The kinds.
const (
	// Local is a disk of this machine, as far as the kernel tells.
	Local Kind = "local"
	// Network is shared with other machines, which do not see our locks or our writes in time.
	Network Kind = "network"
	// Unsure is FUSE of a kind that we do not know, or one that may stand on top of a network.
	Unsure Kind = "unsure"
)

// Kind returns the kind, and a name for people.
func (m Mount) Kind() (Kind, string) {
	if name, ok := kernelNetwork()[m.Type]; ok {
		return Network, name
	}
	if m.Type == "fuseblk" { // on a block device: NTFS, exFAT
		return Local, m.Type
	}
	program, fuse := strings.CutPrefix(m.Type, "fuse")
	if !fuse || (program != "" && program[0] != '.') {
		return Local, m.Type
	}
	return m.fuseKind(strings.TrimPrefix(program, "."))
}

// fuseKind judges by the name of the program behind the mount. Many take it from the source if they give no subtype: davfs2 and
// Docker's have none. mergerfs, and any program that we do not know, is Unsure: mergerfs joins directories, which are local most of the time, and its
// locks reach every process of the machine, but one of them may be a mounted bucket.
func (m Mount) fuseKind(program string) (Kind, string) {
	shown := "FUSE, " + program
	if program == "" {
		shown = "FUSE"
	}
	first, _, _ := strings.Cut(m.Source, "#") // curlftpfs#ftp://…
	for _, candidate := range []string{program, first} {
		for _, part := range fuseNetwork() {
			if strings.HasPrefix(strings.ToLower(candidate), part) {
				return Network, "FUSE, " + part
			}
		}
	}
	for _, local := range fuseLocal() {
		if strings.HasPrefix(program, local) {
			return Local, shown
		}
	}
	if strings.Contains(m.Source, "://") || strings.Contains(m.Source, ":/") && !strings.HasPrefix(m.Source, "/") {
		return Network, shown
	}
	return Unsure, shown
}

// kernelNetwork are file systems of the kernel, by their names in /proc/filesystems. virtiofs is not among them: it shows a virtual
// machine a directory of its own host.
func kernelNetwork() map[string]string {
	return map[string]string{
		"nfs": "NFS", "nfs4": "NFS", "cifs": "SMB", "smb3": "SMB", "smbfs": "SMB", "ncpfs": "NCP", "ncp": "NCP", "9p": "9P",
		"afs": "AFS", "coda": "Coda", "ceph": "Ceph", "ocfs2": "OCFS2", "gfs2": "GFS2", "gfs": "GFS", "gpfs": "GPFS", "lustre": "Lustre",
		"lustre_lite": "Lustre", "beegfs": "BeeGFS", "fhgfs": "BeeGFS", "orangefs": "OrangeFS", "pvfs2": "PVFS", "panfs": "PanFS",
		"acfs": "ACFS", "vboxsf": "VirtualBox shared folder", "vmhgfs": "VMware shared folder", "prl_fs": "Parallels shared folder",
		"drvfs": "Windows drive", "glusterfs": "GlusterFS", "davfs": "WebDAV", "quobyte": "Quobyte", "wekafs": "WekaFS", "mvfs": "MVFS",
	}
}

// fuseNetwork are the beginnings of names of FUSE programs that reach out, in lower case.
func fuseNetwork() []string {
	return []string{
		"sshfs", "glusterfs", "s3fs", "rclone", "gcsfuse", "davfs", "wdfs", "curlftpfs", "ceph", "juicefs", "moosefs", "mfs", "lizardfs",
		"saunafs", "seaweedfs", "weed", "goofys", "geesefs", "mountpoint-s3", "mount-s3", "blobfuse", "nfs", "fuse-nfs", "smbnetfs", "smbfs",
		"cifs", "fusesmb", "gvfsd", "gvfs", "google-drive", "gdfs", "onedriver", "dbxfs", "dropbox", "grpcfuse", "osxfs", "vmhgfs", "afp",
		"hdfs", "fuse_dfs", "alluxio", "ipfs", "xrootd", "cvmfs", "eos", "lustre", "beegfs", "quobyte", "xtreemfs", "tahoe", "pcloud", "kio-fuse",
		"yas3fs", "cosfs", "ossfs", "obsfs", "jmtpfs", "mtpfs", "simple-mtpfs", "ifuse", "prl_fs", "objectivefs", "cubefs", "cfs-fuse", "acd_cli", "megafs",
		"bucket2",
	}
}

// fuseLocal are the beginnings of names of FUSE programs that stand on a disk of this machine.
func fuseLocal() []string {
	return []string{
		"ntfs", "exfat", "fuse-overlayfs", "bindfs", "encfs", "gocryptfs", "cryfs", "securefs", "ext2", "ext4", "fuse2fs", "zfs", "apfs", "hfs",
		"squashfuse", "unionfs", "lxcfs", "shfs", "posixovl", "veracrypt",
	}
}
