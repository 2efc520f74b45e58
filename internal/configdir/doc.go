// Package configdir looks after the directory of fail2ban's configuration: which files of it may be read and written, and how several of
// them are changed at once such that a process that is killed, a disk that is full and somebody else who edits a file do no harm.
//
// Start with [CheckChange], the rules for what people send us, and [Open]. A change of several files is made with [Dir.Stage], which writes
// all new texts beside the files, [Dir.Swap], which exchanges them one by one, and [Dir.Discard], which removes what was there before.
// Until then [Dir.PutBack] brings everything back as it was. It looks at what it finds and so needs no memory: it may be called after a
// kill at any point, and twice.
//
// What stands in the files is left to package conf, and what fail2ban makes of it to package localhost.
package configdir
