package main

// checks is the table of all checks, in the order of the document.
func checks() []check {
	const ours = postgres | fail2ban
	return []check{
		{"sign-in", "Who signs in on one replica is signed in on all", "sign in on each replica in turn, ask the others at once", postgres, signInOnOne},
		{"sign-out", "A sign-out ends the session everywhere at the next request, and so does disabling the user",
			"sign out on another replica than the one signed in on; `bangui user disable`", postgres, signOutEverywhere},
		{"limits", "Limits are one, however many replicas there are", "wrong passwords at the same time, spread over three replicas", postgres, oneLimit},
		{"set-up", "Of several set-ups at the same time one wins", "set-ups at the same moment on three replicas", postgres, twoSetups},
		{"jobs", "A job runs on one replica at a time, its effects are written once, and it goes on within 15 s of a `kill -9`",
			"a job every second on three replicas; every few seconds the one that ran it last is killed, now and then in the middle of a run", ours, killedJobs},
		{"imports", "A scheduled import of a block list runs once; killed half-way, another replica does it anew within 15 s",
			"a list of 200,000 addresses on a slow server; the replica that imports it is killed while it reads or stores it", postgres, killedImports},
		{"paused", "A process that is frozen past its lease and wakes up writes nothing", "SIGSTOP in the middle of a run for three leases, then SIGCONT", ours, pausedJob},
		{"holder", "No ban is lost or told twice when the replica that looks after the machine dies",
			"bans by lines in a real log, before and after a `kill -9` of the holder, two others standing by", ours, killedHolder},
		{"orders", "Orders to the machine work through every replica", "ban, unban, reload, change, log through a replica that does not hold it", ours, ordersElsewhere},
		{"postgres-stop", "While PostgreSQL is away nothing crashes, requests get 503 and say why, and all goes on when it is back",
			"`pg_ctl stop -m fast` under writes and open pages, 20 s later started again", ours, stoppedPostgres},
		{"postgres-kill", "What was acknowledged is there after PostgreSQL is killed", "`kill -9` of PostgreSQL with all its children under writes by six people", ours, killedPostgres},
		{"partition", "When two replicas cannot reach each other no page misses anything",
			"replicas in network namespaces; nothing passes between the holder of the machine and another one, both reach the database", ours | root, partition},
		{"sqlite-kill", "SQLite: what was acknowledged is there after a `kill -9`, and the file is whole", "`kill -9` of the server under writes by six people, again and again", fail2ban, killedSQLite},
		{"sqlite-one", "SQLite: a second process is refused, a dead one's place is taken, and who loses the place stops",
			"same directory, same file from another directory, rows of other machines in the lock table", 0, oneOnSQLite},
		{"history", "No ban is lost or doubled, and each has its end", besiegedHow + "; SQLite", fail2ban | cpu, besiegedSQLite},
		{"history-pg", "The same on PostgreSQL", "the same", ours | cpu, besiegedPostgres},
		{"clock", "A replica whose clock is ten minutes off does no harm and is pointed out", "one of three replicas built with a `time.Now` that is ten minutes ahead", ours | compiler | cpu, wrongClock},
		{"pages", "Open pages come back within seconds when a replica restarts, and miss nothing",
			"200 live streams through the proxy, a ban every second, each replica stopped and started in turn", ours, rollingStreams},
		{"rolling", "A rolling restart fails no request", "50 requests a second through the proxy, each replica stopped and started in turn", postgres, rollingRequests},
	}
}

const besiegedHow = "a real fail2ban with four jails and bans of seconds under as many attacks as it keeps up with; the server is killed, stopped for up to minutes and started again; " +
	"fail2ban's log is rotated by rename and by copying; bans are lifted by `fail2ban-client` and over the API, so that rows vanish and their numbers are used again; " +
	"fail2ban is reloaded and restarted; all of `GET /bans` is compared with the log that the action itself wrote"
