// Package mount tells on which file system a path lies, and whether that is one over a network.
//
// Start with [Of]. The kernel's own list is read, /proc/self/mountinfo, because statfs(2) knows all of FUSE under one number: a
// local NTFS disk and a bucket on the other side of the world look the same to it.
package mount
