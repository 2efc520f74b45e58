package configdir

// Old makes a directory behave as on a file system that can neither exchange two names nor refuse to replace one.
func (d *Dir) Old() { d.old = true }
