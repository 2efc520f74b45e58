package conf

// Limits bound what reading a configuration may cost, whatever it contains. A zero field means the default.
type Limits struct {
	// FileBytes is the size of one file; default 1 MiB. The largest stock file has 26 kB.
	FileBytes int
	// Files is the number of files that are read for one of fail2ban, jail, a filter or an action, where one that is included twice counts
	// twice; default 10,000.
	Files int
	// TotalBytes is the size of those files together; default 64 MiB.
	TotalBytes int
	// IncludeDepth is how deep files may include each other; default 64. fail2ban itself gives up at about 490.
	IncludeDepth int
	// Sections is the number of sections in one file; default 10,000.
	Sections int
	// ValueBytes is the size of one value with everything put in; default 1 MiB.
	ValueBytes int
	// Work is the number of bytes that are looked at to put values together, for all jails; default 512 MiB. All stock jails together need
	// less than 16 MiB.
	Work int
	// LogFiles is the number of log files and directories that the patterns of one jail may lead to; default 10,000.
	LogFiles int
}

func (l Limits) withDefaults() Limits {
	for _, limit := range []struct {
		field *int
		value int
	}{
		{&l.FileBytes, 1 << 20}, {&l.Files, 10_000}, {&l.TotalBytes, 64 << 20}, {&l.IncludeDepth, 64}, {&l.Sections, 10_000},
		{&l.ValueBytes, 1 << 20}, {&l.Work, 512 << 20}, {&l.LogFiles, 10_000},
	} {
		if *limit.field == 0 {
			*limit.field = limit.value
		}
	}
	return l
}
