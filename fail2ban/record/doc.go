// Package record reads what fail2ban writes down: the lines of its log, and what its database keeps of a ban.
//
// Begin with [ParseHeader], which tells whether a line begins a record and when that was, and [Messages], which knows what records
// tell. [ParseData] reads the matched lines of a ban. All of it is written by fail2ban and quotes what attackers wrote: texts come
// out of here harmless, and what cannot be read is left out. Files are opened and followed by others.
package record
