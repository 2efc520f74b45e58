package main

// historyCommand is what can be done with the history of bans.
type historyCommand struct {
	Import historyImportCommand `cmd:"" help:"Take in bans from old logs of fail2ban, copies of its database, or the archive of an earlier system."`
}
