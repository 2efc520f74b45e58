// Package archive reads what others have kept of earlier bans: fail2ban's old logs, also rotated and gzipped, copies of its database, and
// the archive of an earlier system.
//
// Start with [Open], which looks at what files are by their content, and [Files.Read], which tells a [ban.Past] what they say. Files are read
// as a stream: of any size, in bounded memory. They are foreign and may be damaged or made up: what cannot be read is counted with a
// reason and an example, see [Report], and the rest is done.
package archive
