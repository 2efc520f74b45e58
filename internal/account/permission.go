package account

// Permission is the right to do one sort of thing. Every route names the one that it needs.
type Permission string

// The permissions.
const (
	// Public needs nobody signed in.
	Public Permission = "public"
	// SignedIn needs anybody signed in.
	SignedIn Permission = "signed_in"

	ReadHosts      Permission = "hosts.read"
	ReadJails      Permission = "jails.read"
	ControlJails   Permission = "jails.control"
	ChangeJails    Permission = "jails.write"
	ControlServer  Permission = "server.control"
	ReadBans       Permission = "bans.read"
	WriteBans      Permission = "bans.write"
	TestFilters    Permission = "filters.test"
	ReadAudit      Permission = "audit.read"
	ReadJobs       Permission = "jobs.read"
	RunJobs        Permission = "jobs.run"
	ChangeJobs     Permission = "jobs.write"
	ReadReplicas   Permission = "replicas.read"
	ReadConfig     Permission = "config.read"
	ChangeConfig   Permission = "config.write"
	ChangeSettings Permission = "settings.write"

	ReadBlocklists   Permission = "blocklists.read"
	ImportBlocklists Permission = "blocklists.import"
	WriteBlocklists  Permission = "blocklists.write"
)

// Permissions lists what the role may do, beyond Public and SignedIn.
func (r Role) Permissions() []Permission {
	viewer := []Permission{ReadHosts, ReadJails, ReadBans, ReadJobs, ReadReplicas, ReadConfig, ReadBlocklists}
	operator := append(viewer, WriteBans, TestFilters, ImportBlocklists)
	switch r {
	case Viewer:
		return viewer
	case Operator:
		return operator
	case Administrator:
		return append(operator, ControlJails, ChangeJails, ReadAudit, RunJobs, ChangeJobs, ChangeSettings, ChangeConfig, ControlServer, WriteBlocklists)
	default:
		return nil
	}
}

// May tells whether the role has the permission. Nothing is allowed to an unknown role.
func (r Role) May(p Permission) bool {
	granted := r.Permissions()
	for _, have := range granted {
		if have == p {
			return true
		}
	}
	return p == Public || (p == SignedIn && len(granted) > 0)
}
