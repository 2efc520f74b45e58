package httpapi

import (
	"net/http"

	"bangui/internal/account"
)

// routes is the table of all routes below [Prefix], each with the permission that it needs.
func routes() []route {
	const (
		get   = http.MethodGet
		post  = http.MethodPost
		put   = http.MethodPut
		patch = http.MethodPatch
		del   = http.MethodDelete
	)
	return []route{
		{
			ID: "get-setup", Method: get, Path: "/setup", Permission: account.Public, BeforeSetup: true, Tag: "setup",
			Summary: "Tell whether the installation is set up", Handler: handle((*server).getSetup),
		},
		{
			ID: "check-setup", Method: post, Path: "/setup/check", Permission: account.Public, BeforeSetup: true, Tag: "setup",
			Summary: "Try a connection to fail2ban before set-up", Handler: handle((*server).checkSetup),
		},
		{
			ID: "complete-setup", Method: post, Path: "/setup", Permission: account.Public, BeforeSetup: true, Tag: "setup",
			Summary: "Create the first administrator and sign in", Status: http.StatusCreated, Handler: handle((*server).completeSetup),
		},
		{
			ID: "sign-in", Method: post, Path: "/session", Permission: account.Public, Tag: "session",
			Summary: "Sign in", Handler: handle((*server).signIn),
		},
		{
			ID: "get-session", Method: get, Path: "/session", Permission: account.SignedIn, Tag: "session",
			Summary: "Tell who is signed in", Handler: handle((*server).getSession),
		},
		{
			ID: "sign-out", Method: del, Path: "/session", Permission: account.SignedIn, Tag: "session",
			Summary: "Sign out", Handler: handle((*server).signOut),
		},
		{
			ID: "list-hosts", Method: get, Path: "/hosts", Permission: account.ReadHosts, Tag: "hosts",
			Summary: "List the machines that run fail2ban, with how it is on each", Handler: handle((*server).listHosts),
		},
		{
			ID: "get-host", Method: get, Path: "/hosts/{host}", Permission: account.ReadHosts, Tag: "hosts",
			Summary: "Tell how fail2ban on one machine is", Handler: handle((*server).getHost),
		},
		{
			ID: "read-log", Method: get, Path: "/hosts/{host}/log", Permission: account.ReadJails, Tag: "hosts",
			Summary: "Read fail2ban's own log", Handler: handle((*server).readLog),
		},
		{
			ID: "get-server", Method: get, Path: "/hosts/{host}/server", Permission: account.ReadHosts, Tag: "hosts",
			Summary: "Tell what is in force for fail2ban as a whole, and whether it can be restarted here", Handler: handle((*server).getServer),
		},
		{
			ID: "flush-logs", Method: post, Path: "/hosts/{host}/server/flush-logs", Permission: account.ControlServer, Tag: "hosts", Status: http.StatusOK,
			Summary: "Have fail2ban open its log anew, as after a rotation", Handler: handle((*server).flushLogs),
		},
		{
			ID: "restart-server", Method: post, Path: "/hosts/{host}/server/restart", Permission: account.ControlServer, Tag: "hosts", Status: http.StatusOK,
			Summary: "Have the service manager stop fail2ban and start it", Handler: handle((*server).restartServer),
		},
		{
			ID: "list-jails", Method: get, Path: "/hosts/{host}/jails", Permission: account.ReadJails, Tag: "jails",
			Summary: "List the jails of a host", Handler: handle((*server).listJails),
		},
		{
			ID: "get-jail", Method: get, Path: "/hosts/{host}/jails/{jail}", Permission: account.ReadJails, Tag: "jails",
			Summary: "Tell the run-time settings of a jail", Handler: handle((*server).getJail),
		},
		{
			ID: "control-jail", Method: post, Path: "/hosts/{host}/jails/{jail}/actions/{action}", Permission: account.ControlJails, Tag: "jails",
			Summary: "Start, stop, reload, idle or resume a jail", Handler: handle((*server).controlJail),
		},
		{
			ID: "change-jail", Method: patch, Path: "/hosts/{host}/jails/{jail}", Permission: account.ChangeJails, Tag: "jails",
			Summary: "Change a jail until it is reloaded", Handler: handle((*server).changeJail),
		},
		{
			ID: "get-bench", Method: get, Path: "/config/{host}/bench", Permission: account.ReadConfig, Tag: "workbench",
			Summary: "Tell which jails, filters and logs there are to try lines on", Handler: handle((*server).getBench),
		},
		{
			ID: "test-filter", Method: post, Path: "/config/{host}/test", Permission: account.TestFilters, Tag: "workbench", Status: http.StatusOK,
			Summary: "Try a filter on lines, with fail2ban's own program in a box; without lines, tell its expressions", Handler: handle((*server).testFilter),
		},
		{
			ID: "rehearse", Method: post, Path: "/config/{host}/rehearse", Permission: account.TestFilters, Tag: "workbench", Alone: true, Status: http.StatusOK,
			Summary: "Tell whom a jail would have banned in the last days of its log, with its settings as they are and as they are to be",
			Handler: handleRehearse((*server).rehearse),
		},
		{
			ID: "list-active-bans", Method: get, Path: "/bans/active", Permission: account.ReadBans, Tag: "bans",
			Summary: "List what is banned now, newest first", Handler: handle((*server).listActiveBans),
		},
		{
			ID: "list-bans", Method: get, Path: "/bans", Permission: account.ReadBans, Tag: "bans",
			Summary: "List bans from the history, newest first", Handler: handle((*server).listBans),
		},
		{
			ID: "get-ban", Method: get, Path: "/bans/{id}", Permission: account.ReadBans, Tag: "bans",
			Summary: "Tell all of one ban", Handler: handle((*server).getBan),
		},
		{
			ID: "create-bans", Method: post, Path: "/bans", Permission: account.WriteBans, Tag: "bans",
			Summary: "Ban addresses and networks", Handler: handle((*server).createBans),
		},
		{
			ID: "lift-bans", Method: del, Path: "/bans", Permission: account.WriteBans, Tag: "bans", Status: http.StatusOK,
			Summary: "Lift bans", Handler: handle((*server).liftBans),
		},
		{
			ID: "explain-ban", Method: get, Path: "/bans/{id}/why", Permission: account.ReadBans, Tag: "bans",
			Summary: "Tell which of the jail's expressions matches each line that led to a ban: an expression that matches now, not a replay by fail2ban",
			Handler: handle((*server).explainBan),
		},
		{
			ID: "count-bans", Method: get, Path: "/bans/count", Permission: account.ReadBans, Tag: "bans",
			Summary: "Tell how many bans the history has", Handler: handle((*server).countBans),
		},
		{
			ID: "export-bans", Method: get, Path: "/bans/export", Permission: account.ReadBans, Tag: "bans",
			Summary: "Download the history as CSV or JSON lines, newest first", Alone: true, Handler: handleExport((*server).exportBans),
		},
		{
			ID: "list-allowances", Method: get, Path: "/allowlist", Permission: account.ReadBans, Tag: "allowances",
			Summary: "List what is never banned, for a time or for good, newest first", Handler: handle((*server).listAllowances),
		},
		{
			ID: "create-allowances", Method: post, Path: "/allowlist", Permission: account.WriteBans, Tag: "allowances",
			Summary: "Have addresses, networks and names never banned, for a time or for good, and lift their bans", Status: http.StatusCreated,
			Handler: handle((*server).createAllowances),
		},
		{
			ID: "preview-allowances", Method: post, Path: "/allowlist/preview", Permission: account.WriteBans, Tag: "allowances", Status: http.StatusOK,
			Summary: "Tell what allowing something would come to, and change nothing", Handler: handle((*server).previewAllowances),
		},
		{
			ID: "edit-allowance", Method: patch, Path: "/allowlist/{id}", Permission: account.WriteBans, Tag: "allowances",
			Summary: "Say anew how long an allowance lasts and what it is for", Handler: handle((*server).editAllowance),
		},
		{
			ID: "resolve-allowance", Method: post, Path: "/allowlist/{id}/resolve", Permission: account.WriteBans, Tag: "allowances", Status: http.StatusOK,
			Summary: "Ask the name service now what a name stands for", Handler: handle((*server).resolveAllowance),
		},
		{
			ID: "end-allowance", Method: del, Path: "/allowlist/{id}", Permission: account.WriteBans, Tag: "allowances", Status: http.StatusOK,
			Summary: "End an allowance now", Handler: handle((*server).endAllowance),
		},
		{
			ID: "list-blocklists", Method: get, Path: "/blocklists", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "List the lists of networks that are to be blocked", Handler: handle((*server).listBlocklists),
		},
		{
			ID: "create-blocklist", Method: post, Path: "/blocklists", Permission: account.WriteBlocklists, Tag: "blocklists", MaxBody: maxUpload,
			Summary: "Add a block list, from an address or from a text; an enabled one is imported at once", Status: http.StatusCreated, Handler: handle((*server).createBlocklist),
		},
		{
			ID: "get-blocklist", Method: get, Path: "/blocklists/{id}", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "Tell all of one block list", Handler: handle((*server).getBlocklist),
		},
		{
			ID: "change-blocklist", Method: patch, Path: "/blocklists/{id}", Permission: account.WriteBlocklists, Tag: "blocklists", MaxBody: maxUpload,
			Summary: "Change a block list; what is in force stays until its new source was imported", Handler: handle((*server).changeBlocklist),
		},
		{
			ID: "delete-blocklist", Method: del, Path: "/blocklists/{id}", Permission: account.WriteBlocklists, Tag: "blocklists",
			Summary: "Remove a block list: hosts stop blocking what only it has", Handler: handle((*server).deleteBlocklist),
		},
		{
			ID: "get-catalogue", Method: get, Path: "/blocklists/catalogue", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "List well-known block lists to pick from", Handler: handle((*server).getCatalogue),
		},
		{
			ID: "preview-blocklist", Method: post, Path: "/blocklists/preview", Permission: account.WriteBlocklists, Tag: "blocklists", MaxBody: maxUpload, Status: http.StatusOK,
			Summary: "Tell what importing a list would come to; nothing is stored", Handler: handle((*server).previewBlocklist),
		},
		{
			ID: "import-blocklist", Method: post, Path: "/blocklists/{id}/import", Permission: account.ImportBlocklists, Tag: "blocklists", Status: http.StatusAccepted,
			Summary: "Import a block list now: a job, which begins within a second or two", Handler: handle((*server).importBlocklist),
		},
		{
			ID: "cancel-import", Method: post, Path: "/blocklists/{id}/cancel", Permission: account.ImportBlocklists, Tag: "blocklists", Status: http.StatusAccepted,
			Summary: "Ask the import of a block list that is under way to stop; what was in force stays", Handler: handle((*server).cancelImport),
		},
		{
			ID: "accept-blocklist", Method: post, Path: "/blocklists/{id}/accept", Permission: account.WriteBlocklists, Tag: "blocklists", Status: http.StatusOK,
			Summary: "Put contents into force that wait because they differ suspiciously", Handler: handle((*server).acceptBlocklist),
		},
		{
			ID: "list-imports", Method: get, Path: "/blocklists/{id}/runs", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "List how imports of a block list went, newest first", Handler: handle((*server).listImports),
		},
		{
			ID: "get-import", Method: get, Path: "/blocklists/{id}/runs/{run}", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "Tell all of one import, and which hosts have brought it into force", Handler: handle((*server).getImport),
		},
		{
			ID: "list-entries", Method: get, Path: "/blocklists/{id}/entries", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "List what a block list has in force, by address", Handler: handle((*server).listEntries),
		},
		{
			ID: "look-up-blocklists", Method: get, Path: "/blocklists/lookup", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "Tell which lists have an address or network, since when, and why it is let through nevertheless", Handler: handle((*server).lookUpBlocklists),
		},
		{
			ID: "list-enforcement", Method: get, Path: "/blocklists/enforcement", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "Tell for every host what it is to block and what it blocks", Handler: handle((*server).listEnforcement),
		},
		{
			ID: "change-enforcement", Method: patch, Path: "/blocklists/enforcement/{host}", Permission: account.WriteBlocklists, Tag: "blocklists",
			Summary: "Say how a host blocks: in its kernel, by bans in a jail, or not at all", Handler: handle((*server).changeEnforcement),
		},
		{
			ID: "count-dropped", Method: get, Path: "/blocklists/dropped", Permission: account.ReadBlocklists, Tag: "blocklists",
			Summary: "Count the packets and bytes that were dropped because of lists, over time", Handler: handle((*server).countDropped),
		},
		{
			ID: "get-configured-allowances", Method: get, Path: "/allowlist/hosts/{host}", Permission: account.ReadConfig, Tag: "allowances",
			Summary: "Tell how far the configuration of a host has the entries without an end, so that they hold while BanGUI is away",
			Handler: handle((*server).configuredAllowances),
		},
		{
			ID: "draft-allowances", Method: post, Path: "/allowlist/hosts/{host}/draft", Permission: account.ChangeConfig, Tag: "allowances",
			Summary: "Put into your draft for the host what its configuration needs for that; nothing is applied", Status: http.StatusOK,
			Handler: handle((*server).configureAllowances),
		},
		{
			ID: "list-protected", Method: get, Path: "/allowlist/protected", Permission: account.WriteBans, Tag: "allowances",
			Summary: "List what must never be blocked, as far as BanGUI itself knows, and why", Handler: handle((*server).listProtected),
		},
		{
			ID: "get-address", Method: get, Path: "/addresses/{address}", Permission: account.ReadBans, Tag: "addresses",
			Summary: "Tell all that is known of an address or network", Handler: handle((*server).getAddress),
		},
		{
			ID: "get-address-name", Method: get, Path: "/addresses/{address}/name", Permission: account.ReadBans, Tag: "addresses",
			Summary: "Ask the name service for the name of an address", Handler: handle((*server).getAddressName),
		},
		{
			ID: "get-summary", Method: get, Path: "/stats/summary", Permission: account.ReadBans, Tag: "stats",
			Summary: "Figures of a range of time", Handler: handle((*server).getSummary),
		},
		{
			ID: "get-trend", Method: get, Path: "/stats/trend", Permission: account.ReadBans, Tag: "stats",
			Summary: "Count bans over time, by jail", Handler: handle((*server).getTrend),
		},
		{
			ID: "count-by-country", Method: get, Path: "/stats/countries", Permission: account.ReadBans, Tag: "stats",
			Summary: "Count the bans from each country in a range of time", Handler: handle((*server).countByCountry),
		},
		{
			ID: "count-by-jail", Method: get, Path: "/stats/jails", Permission: account.ReadBans, Tag: "stats",
			Summary: "Count the bans of each jail in a range of time", Handler: handle((*server).countByJail),
		},
		{
			ID: "count-by-network", Method: get, Path: "/stats/networks", Permission: account.ReadBans, Tag: "stats",
			Summary: "Count the bans from each network in a range of time", Handler: handle((*server).countByNetwork),
		},
		{
			ID: "count-by-address", Method: get, Path: "/stats/addresses", Permission: account.ReadBans, Tag: "stats",
			Summary: "Tell which addresses were banned most often in a range of time", Handler: handle((*server).countByAddress),
		},
		{
			ID: "get-geo", Method: get, Path: "/geo", Permission: account.ReadBans, Tag: "stats",
			Summary: "Tell where countries and networks of addresses come from, whom to credit, and what is wrong", Handler: handle((*server).getGeo),
		},
		{
			ID: "stream-events", Method: get, Path: "/events", Permission: eventsPermission, Tag: "events",
			Summary: "What happens, as server-sent events", Alone: true, Handler: handleStream((*server).streamEvents),
		},
		{
			ID: "read-batch", Method: get, Path: "/batch", Permission: account.SignedIn, Tag: "meta",
			Summary: "Read several things at once, each with its own permission", Alone: true, Handler: handleBatch((*server).readBatch),
		},
		{
			ID: "list-audit", Method: get, Path: "/audit", Permission: account.ReadAudit, Tag: "audit",
			Summary: "List who did what, newest first", Handler: handle((*server).listAudit),
		},
		{
			ID: "list-jobs", Method: get, Path: "/jobs", Permission: account.ReadJobs, Tag: "jobs",
			Summary: "List what runs and ran, newest first", Handler: handle((*server).listJobs),
		},
		{
			ID: "get-job", Method: get, Path: "/jobs/{id}", Permission: account.ReadJobs, Tag: "jobs",
			Summary: "Tell all of one run", Handler: handle((*server).getJob),
		},
		{
			ID: "list-job-lines", Method: get, Path: "/jobs/{id}/lines", Permission: account.ReadJobs, Tag: "jobs",
			Summary: "Read what a run tells", Handler: handle((*server).listJobLines),
		},
		{
			ID: "cancel-job", Method: post, Path: "/jobs/{id}/cancel", Permission: account.RunJobs, Tag: "jobs", Status: http.StatusAccepted,
			Summary: "Ask for a run to be ended", Handler: handle((*server).cancelJob),
		},
		{
			ID: "list-schedules", Method: get, Path: "/schedules", Permission: account.ReadJobs, Tag: "jobs",
			Summary: "List what runs again and again", Handler: handle((*server).listSchedules),
		},
		{
			ID: "change-schedule", Method: patch, Path: "/schedules/{task}", Permission: account.ChangeJobs, Tag: "jobs",
			Summary: "Change when a task runs, and whether", Handler: handle((*server).changeSchedule),
		},
		{
			ID: "run-schedule", Method: post, Path: "/schedules/{task}/run", Permission: account.RunJobs, Tag: "jobs", Status: http.StatusAccepted,
			Summary: "Run a task now", Handler: handle((*server).runSchedule),
		},
		{
			ID: "list-replicas", Method: get, Path: "/replicas", Permission: account.ReadReplicas, Tag: "replicas",
			Summary: "List the processes that serve this installation together", Handler: handle((*server).listReplicas),
		},
		{
			ID: "list-config-options", Method: get, Path: "/config-options", Permission: account.ReadConfig, Tag: "config",
			Summary: "Tell what every option of fail2ban's configuration means", Handler: handle((*server).listConfigOptions),
		},
		{
			ID: "get-config", Method: get, Path: "/config/{host}", Permission: account.ReadConfig, Tag: "config",
			Summary: "Tell what fail2ban's files on a host come to, and what is wrong with them", Handler: handle((*server).getConfig),
		},
		{
			ID: "get-config-file", Method: get, Path: "/config/{host}/file", Permission: account.ReadConfig, Tag: "config",
			Summary: "Read one of fail2ban's files", Handler: handle((*server).getConfigFile),
		},
		{
			ID: "get-config-server", Method: get, Path: "/config/{host}/server", Permission: account.ReadConfig, Tag: "config",
			Summary: "Tell fail2ban's own options, and where each value comes from", Handler: handle((*server).getConfigServer),
		},
		{
			ID: "get-config-jail", Method: get, Path: "/config/{host}/jails/{jail}", Permission: account.ReadConfig, Tag: "config",
			Summary: "Tell the options of a jail with its filter and actions, and where each value comes from", Handler: handle((*server).getConfigJail),
		},
		{
			ID: "get-activation", Method: get, Path: "/config/{host}/jails/{jail}/activation", Permission: account.ReadConfig, Tag: "config",
			Summary: "Tell what a jail lacks on this host if it is enabled, and the settings that mend it", Handler: handle((*server).getActivation),
		},
		{
			ID: "get-config-filter", Method: get, Path: "/config/{host}/filters/{filter}", Permission: account.ReadConfig, Tag: "config",
			Summary: "Tell the options of a filter, and where each value comes from", Handler: handle((*server).getConfigFilter),
		},
		{
			ID: "get-config-action", Method: get, Path: "/config/{host}/actions/{action}", Permission: account.ReadConfig, Tag: "config",
			Summary: "Tell the options of an action, and where each value comes from", Handler: handle((*server).getConfigAction),
		},
		{
			ID: "get-draft", Method: get, Path: "/config/{host}/draft", Permission: account.ChangeConfig, Tag: "config",
			Summary: "Tell what you are about to change on a host", Handler: handle((*server).getDraft),
		},
		{
			ID: "put-draft-file", Method: put, Path: "/config/{host}/draft/file", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusOK,
			Summary: "Give a file a new text in the draft", Handler: handle((*server).putDraftFile),
		},
		{
			ID: "take-out-of-draft", Method: del, Path: "/config/{host}/draft/file", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusOK,
			Summary: "Take a file out of the draft: it stays as it is", Handler: handle((*server).takeOutOfDraft),
		},
		{
			ID: "remove-in-draft", Method: post, Path: "/config/{host}/draft/remove", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusOK,
			Summary: "Have the draft remove a file", Handler: handle((*server).removeInDraft),
		},
		{
			ID: "edit-draft", Method: post, Path: "/config/{host}/draft/edits", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusOK,
			Summary: "Change options in the draft, keeping all else of their files", Handler: handle((*server).editDraft),
		},
		{
			ID: "add-jail-to-draft", Method: post, Path: "/config/{host}/draft/jails", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusOK,
			Summary: "Make a jail in the draft: from a filter, or like another jail", Handler: handle((*server).addJailToDraft),
		},
		{
			ID: "add-definition-to-draft", Method: post, Path: "/config/{host}/draft/definitions", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusOK,
			Summary: "Make a filter or an action in the draft, empty or as a copy", Handler: handle((*server).addDefinitionToDraft),
		},
		{
			ID: "assign-in-draft", Method: post, Path: "/config/{host}/draft/assignments", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusOK,
			Summary: "Have a jail use a filter or an action, in the draft", Handler: handle((*server).assignInDraft),
		},
		{
			ID: "discard-draft", Method: del, Path: "/config/{host}/draft", Permission: account.ChangeConfig, Tag: "config",
			Summary: "Discard the draft", Handler: handle((*server).discardDraft),
		},
		{
			ID: "check-draft", Method: post, Path: "/config/{host}/draft/check", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusOK,
			Summary: "Tell what would come of the draft: findings, what is done with which jail, and what fail2ban says", Handler: handle((*server).checkDraft),
		},
		{
			ID: "apply-draft", Method: post, Path: "/config/{host}/draft/apply", Permission: account.ChangeConfig, Tag: "config", Status: http.StatusAccepted,
			Summary: "Apply the draft; what fails is put back", Handler: handle((*server).applyDraft),
		},
		{
			ID: "list-changed-by-hand", Method: get, Path: "/config/{host}/changed", Permission: account.ReadConfig, Tag: "config",
			Summary: "List files that are not as the last revision left them", Handler: handle((*server).listChangedByHand),
		},
		{
			ID: "list-revisions", Method: get, Path: "/revisions", Permission: account.ReadConfig, Tag: "revisions",
			Summary: "List changes of configurations, newest first", Handler: handle((*server).listRevisions),
		},
		{
			ID: "get-revision", Method: get, Path: "/revisions/{id}", Permission: account.ReadConfig, Tag: "revisions",
			Summary: "Tell all of one change: what it was, and each step of it", Handler: handle((*server).getRevision),
		},
		{
			ID: "compare-revision", Method: get, Path: "/revisions/{id}/compare", Permission: account.ReadConfig, Tag: "revisions",
			Summary: "Compare the files after a change with those after another, or with those of now", Handler: handle((*server).compareRevision),
		},
		{
			ID: "confirm-revision", Method: post, Path: "/revisions/{id}/confirm", Permission: account.ChangeConfig, Tag: "revisions", Status: http.StatusOK,
			Summary: "Keep a change that waits to be confirmed", Handler: handle((*server).confirmRevision),
		},
		{
			ID: "undo-revision", Method: post, Path: "/revisions/{id}/undo", Permission: account.ChangeConfig, Tag: "revisions", Status: http.StatusOK,
			Summary: "Call a change off, or take back one that waits to be confirmed", Handler: handle((*server).undoRevision),
		},
		{
			ID: "restore-revision", Method: post, Path: "/revisions/{id}/restore", Permission: account.ChangeConfig, Tag: "revisions", Status: http.StatusOK,
			Summary: "Make a draft that brings back the files as they were", Handler: handle((*server).restoreRevision),
		},
		{
			ID: "get-openapi", Method: get, Path: "/openapi.json", Permission: account.Public, BeforeSetup: true, Tag: "meta",
			Summary: "The OpenAPI document of this API", Handler: handle((*server).getOpenAPI),
		},
	}
}
