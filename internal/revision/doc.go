// Package revision looks after changes of fail2ban's configuration: what people prepare, what was applied, and the way back.
//
// Start with [Revisions]. A [Draft] is the files that one person is about to change on one host; it lies in the database, so that it survives a closed
// page and a killed process. A [Revision] is a draft that was given to its host to be applied, with what became of it. How a change is
// checked, applied and put back is the host's, see host.Host; what is here only follows it, and any replica can do so.
package revision
