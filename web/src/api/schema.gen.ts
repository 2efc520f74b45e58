// Generated from api/openapi.json by "npm run api"; do not edit.

export interface paths {
    "/addresses/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell all that is known of an address or network */
        get: operations["get-address"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/addresses/{address}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask the name service for the name of an address */
        get: operations["get-address-name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/allowlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is never banned, for a time or for good, newest first */
        get: operations["list-allowances"];
        put?: never;
        /** Have addresses, networks and names never banned, for a time or for good, and lift their bans */
        post: operations["create-allowances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/allowlist/hosts/{host}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell how far the configuration of a host has the entries without an end, so that they hold while BanGUI is away */
        get: operations["get-configured-allowances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/allowlist/hosts/{host}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put into your draft for the host what its configuration needs for that; nothing is applied */
        post: operations["draft-allowances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/allowlist/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell what allowing something would come to, and change nothing */
        post: operations["preview-allowances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/allowlist/protected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what must never be blocked, as far as BanGUI itself knows, and why */
        get: operations["list-protected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/allowlist/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an allowance now */
        delete: operations["end-allowance"];
        options?: never;
        head?: never;
        /** Say anew how long an allowance lasts and what it is for */
        patch: operations["edit-allowance"];
        trace?: never;
    };
    "/allowlist/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the name service now what a name stands for */
        post: operations["resolve-allowance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who did what, newest first */
        get: operations["list-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bans from the history, newest first */
        get: operations["list-bans"];
        put?: never;
        /** Ban addresses and networks */
        post: operations["create-bans"];
        /** Lift bans */
        delete: operations["lift-bans"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bans/active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is banned now, newest first */
        get: operations["list-active-bans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bans/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell how many bans the history has */
        get: operations["count-bans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bans/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the history as CSV or JSON lines, newest first */
        get: operations["export-bans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell all of one ban */
        get: operations["get-ban"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bans/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell which of the jail's expressions matches each line that led to a ban: an expression that matches now, not a replay by fail2ban */
        get: operations["explain-ban"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read several things at once, each with its own permission */
        get: operations["read-batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the lists of networks that are to be blocked */
        get: operations["list-blocklists"];
        put?: never;
        /** Add a block list, from an address or from a text; an enabled one is imported at once */
        post: operations["create-blocklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List well-known block lists to pick from */
        get: operations["get-catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/dropped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the packets and bytes that were dropped because of lists, over time */
        get: operations["count-dropped"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/enforcement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell for every host what it is to block and what it blocks */
        get: operations["list-enforcement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/enforcement/{host}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say how a host blocks: in its kernel, by bans in a jail, or not at all */
        patch: operations["change-enforcement"];
        trace?: never;
    };
    "/blocklists/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell which lists have an address or network, since when, and why it is let through nevertheless */
        get: operations["look-up-blocklists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell what importing a list would come to; nothing is stored */
        post: operations["preview-blocklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell all of one block list */
        get: operations["get-blocklist"];
        put?: never;
        post?: never;
        /** Remove a block list: hosts stop blocking what only it has */
        delete: operations["delete-blocklist"];
        options?: never;
        head?: never;
        /** Change a block list; what is in force stays until its new source was imported */
        patch: operations["change-blocklist"];
        trace?: never;
    };
    "/blocklists/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put contents into force that wait because they differ suspiciously */
        post: operations["accept-blocklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the import of a block list that is under way to stop; what was in force stays */
        post: operations["cancel-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what a block list has in force, by address */
        get: operations["list-entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/{id}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import a block list now: a job, which begins within a second or two */
        post: operations["import-blocklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List how imports of a block list went, newest first */
        get: operations["list-imports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/blocklists/{id}/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell all of one import, and which hosts have brought it into force */
        get: operations["get-import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what every option of fail2ban's configuration means */
        get: operations["list-config-options"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what fail2ban's files on a host come to, and what is wrong with them */
        get: operations["get-config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/actions/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell the options of an action, and where each value comes from */
        get: operations["get-config-action"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/bench": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell which jails, filters and logs there are to try lines on */
        get: operations["get-bench"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List files that are not as the last revision left them */
        get: operations["list-changed-by-hand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what you are about to change on a host */
        get: operations["get-draft"];
        put?: never;
        post?: never;
        /** Discard the draft */
        delete: operations["discard-draft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply the draft; what fails is put back */
        post: operations["apply-draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a jail use a filter or an action, in the draft */
        post: operations["assign-in-draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell what would come of the draft: findings, what is done with which jail, and what fail2ban says */
        post: operations["check-draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a filter or an action in the draft, empty or as a copy */
        post: operations["add-definition-to-draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change options in the draft, keeping all else of their files */
        post: operations["edit-draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a file a new text in the draft */
        put: operations["put-draft-file"];
        post?: never;
        /** Take a file out of the draft: it stays as it is */
        delete: operations["take-out-of-draft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft/jails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a jail in the draft: from a filter, or like another jail */
        post: operations["add-jail-to-draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/draft/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have the draft remove a file */
        post: operations["remove-in-draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one of fail2ban's files */
        get: operations["get-config-file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/filters/{filter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell the options of a filter, and where each value comes from */
        get: operations["get-config-filter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/jails/{jail}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell the options of a jail with its filter and actions, and where each value comes from */
        get: operations["get-config-jail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/jails/{jail}/activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what a jail lacks on this host if it is enabled, and the settings that mend it */
        get: operations["get-activation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/rehearse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell whom a jail would have banned in the last days of its log, with its settings as they are and as they are to be */
        post: operations["rehearse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell fail2ban's own options, and where each value comes from */
        get: operations["get-config-server"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config/{host}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a filter on lines, with fail2ban's own program in a box; without lines, tell its expressions */
        post: operations["test-filter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens, as server-sent events */
        get: operations["stream-events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/geo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell where countries and networks of addresses come from, whom to credit, and what is wrong */
        get: operations["get-geo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the machines that run fail2ban, with how it is on each */
        get: operations["list-hosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{host}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell how fail2ban on one machine is */
        get: operations["get-host"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{host}/jails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the jails of a host */
        get: operations["list-jails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{host}/jails/{jail}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell the run-time settings of a jail */
        get: operations["get-jail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a jail until it is reloaded */
        patch: operations["change-jail"];
        trace?: never;
    };
    "/hosts/{host}/jails/{jail}/actions/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start, stop, reload, idle or resume a jail */
        post: operations["control-jail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{host}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read fail2ban's own log */
        get: operations["read-log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{host}/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what is in force for fail2ban as a whole, and whether it can be restarted here */
        get: operations["get-server"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{host}/server/flush-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have fail2ban open its log anew, as after a rotation */
        post: operations["flush-logs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hosts/{host}/server/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have the service manager stop fail2ban and start it */
        post: operations["restart-server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what runs and ran, newest first */
        get: operations["list-jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell all of one run */
        get: operations["get-job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a run to be ended */
        post: operations["cancel-job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what a run tells */
        get: operations["list-job-lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The OpenAPI document of this API */
        get: operations["get-openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replicas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the processes that serve this installation together */
        get: operations["list-replicas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List changes of configurations, newest first */
        get: operations["list-revisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell all of one change: what it was, and each step of it */
        get: operations["get-revision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions/{id}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compare the files after a change with those after another, or with those of now */
        get: operations["compare-revision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a change that waits to be confirmed */
        post: operations["confirm-revision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a draft that brings back the files as they were */
        post: operations["restore-revision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a change off, or take back one that waits to be confirmed */
        post: operations["undo-revision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what runs again and again */
        get: operations["list-schedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{task}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change when a task runs, and whether */
        patch: operations["change-schedule"];
        trace?: never;
    };
    "/schedules/{task}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a task now */
        post: operations["run-schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell who is signed in */
        get: operations["get-session"];
        put?: never;
        /** Sign in */
        post: operations["sign-in"];
        /** Sign out */
        delete: operations["sign-out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether the installation is set up */
        get: operations["get-setup"];
        put?: never;
        /** Create the first administrator and sign in */
        post: operations["complete-setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a connection to fail2ban before set-up */
        post: operations["check-setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell which addresses were banned most often in a range of time */
        get: operations["count-by-address"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/countries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the bans from each country in a range of time */
        get: operations["count-by-country"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/jails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the bans of each jail in a range of time */
        get: operations["count-by-jail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the bans from each network in a range of time */
        get: operations["count-by-network"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of a range of time */
        get: operations["get-summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count bans over time, by jail */
        get: operations["get-trend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptBlocklistInputBody: {
            /**
             * Format: int64
             * @description That of the contents that wait, as they were looked at
             */
            revision: number;
        };
        ActivationBody: {
            /** @description Whether it is enabled already */
            enabled: boolean;
            host: string;
            jail: string;
            /** @description What it needs, and whether that is there */
            needs: components["schemas"]["ActivationNeed"][];
            /** @description Whether fail2ban takes it as it is */
            ready: boolean;
            /** @description Settings with which fail2ban takes it, the best first; each was tried */
            remedies: components["schemas"]["ActivationRemedy"][];
            /** @description Why fail2ban itself was not asked; empty if it was */
            untried: string;
            /** @description The fail2ban that the configuration was read for */
            version: string;
        };
        ActivationNeed: {
            /** @description Where that is said; may be empty */
            file: string;
            /**
             * Format: int64
             * @description From 1; 0 if it is about no line
             */
            line: number;
            /** @description What to do about it; may be empty */
            mend: string;
            message: string;
            /**
             * @description fail2ban does not insist on what is doubtful, and the jail may do less without it
             * @enum {string}
             */
            state: "met" | "doubtful" | "missing";
            /** @enum {string} */
            subject: "switch" | "filter" | "source" | "action" | "program" | "option" | "server";
        };
        ActivationRemedy: {
            message: string;
            /** @description For the section of the jail */
            settings: components["schemas"]["ConfigSetting"][];
        };
        ActiveBanPage: {
            /** @description Newest first */
            items: components["schemas"]["BanBody"][];
            /** @description Continues the list; null at its end */
            next_cursor: string | null;
            /**
             * Format: int64
             * @description How many match in all
             */
            total: number;
        };
        AddressNameOutputBody: {
            /** @description What the name service tells; empty if it knows none */
            names: string[];
        };
        AddressRanking: {
            /**
             * Format: int64
             * @description About: where clocks change, a bucket may be an hour off
             */
            bucket_seconds: number;
            /** @description The numbers come from a sample, because there are too many bans to look at for these filters */
            estimated: boolean;
            /**
             * Format: date-time
             * @description The beginning of the first bucket
             */
            from: string;
            /** @description Most bans first */
            items: components["schemas"]["AddressStat"][];
            /** @description Always null: the list is complete up to its limit */
            next_cursor: string | null;
            /** @description Empty if from and to were given */
            range: string;
            timezone: string;
            /**
             * Format: date-time
             * @description Exclusive; the end of the last bucket
             */
            to: string;
            /**
             * Format: int64
             * @description All bans of the filters, also those that are not in the list
             */
            total: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if that is not known
             */
            total_before: number | null;
        };
        AddressReport: {
            /** @description In its usual form */
            address: string;
            /** @description Allowances in force that it lies in, newest first */
            allowances: components["schemas"]["CoveringBody"][];
            /** @description The network of the neighbours; empty for another ban id */
            around: string;
            /**
             * Format: int32
             * @description 0 if not known
             */
            asn: number;
            /**
             * Format: int64
             * @description How many the history has
             */
            bans: number;
            /** @description ISO 3166-1; empty if not known */
            country: string;
            /** @description Bans by the day in UTC, without the empty ones */
            days: components["schemas"]["StatPoint"][];
            /** Format: date-time */
            first_banned_at: string | null;
            /** @description Most bans first */
            hosts: components["schemas"]["HostCount"][];
            /** @description Its bans in force and those of networks that it lies in, newest first */
            in_force: components["schemas"]["BanBody"][];
            /** @description More of its bans are in force */
            in_force_more: boolean;
            /** @description Most bans first */
            jails: components["schemas"]["JailCount"][];
            /** @enum {string} */
            kind: "address" | "network" | "other";
            /** Format: date-time */
            last_banned_at: string | null;
            /** @description What block lists have of it; null for another ban id */
            listed: components["schemas"]["ListedBody"] | null;
            /** @description There are older bans that the figures do not have */
            more: boolean;
            /** @description Whether its name can be asked for */
            name_lookup: boolean;
            /** @description Other banned addresses of that network, most bans first */
            neighbours: components["schemas"]["NeighbourBody"][];
            /** @description There are others, or older bans of these */
            neighbours_more: boolean;
            /** @description The owner of the network; empty if not known */
            network: string;
            /** @description The newest ban, with its evidence */
            newest: components["schemas"]["BanBody"] | null;
            /** @description Why else it, or something in it, must not be blocked */
            protected: components["schemas"]["ProtectedBody"][];
            /** @description Why it is no address of the internet, such as private; empty if it is one */
            special: string;
        };
        AddressStat: {
            /** @description Whether its newest ban is in force */
            active: boolean;
            address: string;
            /**
             * Format: int32
             * @description 0 if not known
             */
            asn: number;
            /** @description ISO 3166-1; empty if not known */
            country: string;
            /** Format: date-time */
            last_banned_at: string;
            /** Format: int64 */
            n: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if that is not known
             */
            n_before: number | null;
            network: string;
            /**
             * Format: double
             * @description Of the total, 0 to 1
             */
            share: number;
        };
        AllowanceBody: {
            /** @description Whether it is in force */
            active: boolean;
            /**
             * @description An address, a network or a name
             * @example 192.0.2.1
             */
            address: string;
            /** @description What a name stands for; null for an address or network */
            answer: components["schemas"]["NameAnswer"] | null;
            /** @description Who made it */
            by: string;
            /** Format: date-time */
            created_at: string;
            /** @description Who ended it before its time; else empty */
            ended_actor: string;
            /** Format: date-time */
            ended_at: string | null;
            /**
             * @description Whether its time was up or somebody ended it; null while it is in force
             * @enum {string|null}
             */
            ended_by: "expired" | "ended" | null;
            /** @description Empty means all */
            hosts: string[];
            /** Format: int64 */
            id: number;
            /** @description Empty means all */
            jails: string[];
            /** @enum {string} */
            kind: "address" | "network" | "name";
            /** @description Whether its bans are lifted, too */
            lift: boolean;
            /** @description What it is for */
            note: string;
            /** @description Hosts on which not all is done yet, because they or a jail of theirs do not answer or refused */
            pending_hosts: string[];
            /** @description The ignore lists that have it; of one that has ended, those that it is still to be taken off */
            places: components["schemas"]["AllowancePlace"][];
            /**
             * Format: date-time
             * @description Null if it has no end
             */
            until: string | null;
        };
        AllowanceEvent: {
            /**
             * Format: int64
             * @description Which allowance was made or has ended; 0 if it is more than one
             */
            id: number;
        };
        AllowancePage: {
            /** @description Newest first */
            items: components["schemas"]["AllowanceBody"][];
            /** @description Continues the list; null at its end */
            next_cursor: string | null;
        };
        AllowancePlace: {
            /** @description The address or network on the list: of a name one of those that it stands for */
            address: string;
            host: string;
            jail: string;
            /** @description Why it failed; it is tried again every minute */
            message: string;
            /**
             * Format: date-time
             * @description When it was made sure that it is there
             */
            since: string | null;
            /**
             * @description Already there was on the list before, and stays there
             * @enum {string}
             */
            state: "placed" | "already_there" | "pending" | "failed";
        };
        AllowanceResult: {
            /** @description Empty if it is about the whole host or jail */
            address: string;
            host: string;
            /** @description Empty if it is about the whole host */
            jail: string;
            /** @description More, for the user; may be empty */
            message: string;
            /**
             * @description Pending is done when the host answers; failed is tried again every minute
             * @enum {string}
             */
            outcome: "placed" | "already_there" | "removed" | "kept" | "pending" | "failed";
        };
        AppliedBody: {
            /** Format: date-time */
            at: string;
            host: string;
            /**
             * Format: double
             * @description After the import
             */
            took_seconds: number;
        };
        ApplyBody: {
            /** @description Jails whose bans may be lost */
            accept_loss?: string[];
            /**
             * Format: int64
             * @description The change is taken back if nobody confirms it within that time, 30 s or more; absent or 0 means that it stays
             */
            confirm_within_seconds?: number;
            /** @description That of the draft as it was looked at */
            draft_hash: string;
            /** @description One line; it stands in the history */
            reason: string;
            /**
             * Format: int64
             * @description The revision whose files the draft brings back
             */
            restores?: number;
        };
        AssignmentInputBody: {
            /** @example sshd */
            jail: string;
            /**
             * @description A filter takes the place of the jail's own, an action comes beside those that it has
             * @enum {string}
             */
            kind: "filter" | "action";
            name: string;
        };
        AuditEntry: {
            /** @example session.create */
            action: string;
            /** @description The user's name, or system */
            actor: string;
            /** @description Where the request came from; may be empty */
            address: string;
            /** Format: date-time */
            at: string;
            detail: string;
            host: string;
            /** Format: int64 */
            id: number;
            jail: string;
            request_id: string;
            /** @enum {string} */
            result: "ok" | "failed" | "refused";
            target: string;
        };
        AuditPage: {
            items: components["schemas"]["AuditEntry"][];
            /** @description Continues the list; null at its end */
            next_cursor: string | null;
        };
        BanAmount: {
            /** @description There may be many more */
            at_least: boolean;
            exact: boolean;
            /** Format: int64 */
            n: number;
        };
        BanBody: {
            active: boolean;
            /** @description Who ordered it; empty if detected */
            actor: string;
            /**
             * @description An address or network, or another ban id
             * @example 192.0.2.1
             */
            address: string;
            /**
             * Format: int32
             * @description The number of the network's owner; 0 if not known
             */
            asn: number;
            /**
             * Format: int64
             * @description -1 is permanent; null if not known
             */
            ban_time_seconds: number | null;
            /** Format: date-time */
            banned_at: string;
            /**
             * Format: int64
             * @description Which ban of this address in this jail it is; 0 if not known
             */
            count: number;
            /**
             * @description ISO 3166-1, empty if not known
             * @example NL
             */
            country: string;
            /** @description Who lifted it, if that was done here; else empty */
            ended_actor: string;
            /** Format: date-time */
            ended_at: string | null;
            /**
             * @description Null while it is in force
             * @enum {string|null}
             */
            ended_by: "expired" | "unbanned" | "repealed" | "unknown" | null;
            /** @description The matched lines; in lists and CSV the first one only */
            evidence: string[];
            /**
             * Format: int64
             * @description How many there are
             */
            evidence_lines: number;
            /**
             * Format: int64
             * @description How many led to it
             */
            failures: number;
            host: string;
            /** Format: int64 */
            id: number;
            jail: string;
            /** @description The owner of the network; empty if not known */
            network: string;
            /** @enum {string} */
            origin: "detected" | "manual" | "blocklist" | "fleet";
            permanent: boolean;
            reason: string;
            /**
             * Format: int64
             * @description In lists of the history: how many bans of this address there are, up to 100; else 0
             */
            repeats: number;
            /**
             * Format: date-time
             * @description The end that is planned; null if permanent or not known
             */
            until: string | null;
        };
        BanEvent: {
            ban: components["schemas"]["BanBody"];
        };
        BanPage: {
            /** @description Newest first. With few items, or none, and a next_cursor, the search is to be continued */
            items: components["schemas"]["BanBody"][];
            /** @description Continues the list; null at its end */
            next_cursor: string | null;
            /**
             * Format: date-time
             * @description How far back the search has come, if it is to be continued before the page is full; else null
             */
            searched_to: string | null;
        };
        BanResult: {
            /** @description Canonical, or as given if it makes no sense */
            address: string;
            /**
             * Format: int64
             * @description The ban that was made
             */
            ban_id: number | null;
            /** @description Why it needs confirmation: own_address, loopback, host_address, signed_in, trusted_proxy, replica, database, allowance or wide_network; else empty */
            code: string;
            /** @description Empty if it was not tried on any */
            host: string;
            jail: string;
            /** @description More, for the user; may be empty */
            message: string;
            /** @enum {string} */
            outcome: "banned" | "already_banned" | "pending" | "ignored" | "unbanned" | "not_banned" | "needs_confirmation" | "invalid" | "duplicate" | "unreachable" | "failed";
        };
        BanResults: {
            /** @description The first 500 if everything was lifted, else all */
            items: components["schemas"]["BanResult"][];
            /** @description How many results there are of each outcome */
            summary: {
                [key: string]: number;
            };
        };
        BenchBody: {
            /** @description By name */
            filters: string[];
            /** @description All jails of the configuration, enabled or not, in the order of the files */
            jails: components["schemas"]["BenchJail"][];
        };
        BenchJail: {
            enabled: boolean;
            /** @description The name of its filter; empty if it has none */
            filter: string;
            /** @description Whether lines can be taken from the journal */
            journal: boolean;
            /** @description The files that it reads, which lines may be taken from */
            logs: string[];
            name: string;
            /** @description Why the jail cannot be used; empty if it can */
            problem: string;
        };
        BlocklistAlert: {
            /**
             * Format: int64
             * @description Entries that there would be
             */
            after: number;
            /** Format: date-time */
            at: string;
            /**
             * Format: int64
             * @description Entries in force
             */
            before: number;
            /** @enum {string} */
            kind: "shrank" | "grew" | "empty" | "no_list";
            message: string;
        };
        BlocklistBody: {
            /** @description Why something waits, or why the last answer was no list */
            alert: components["schemas"]["BlocklistAlert"] | null;
            allow_private: string[];
            allow_wide: boolean;
            /** @description Whether an import was asked for that has not ended */
            asked: boolean;
            /** @description The key of the list of the catalogue that it was made from; empty if of none */
            catalogue: string;
            /** @description What is in force while the list is enabled; null before the first import */
            contents: components["schemas"]["ListContents"] | null;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            credit: string;
            enabled: boolean;
            /**
             * Format: int64
             * @description How many imports have failed since
             */
            failures: number;
            /**
             * Format: date-time
             * @description When the last one began that got the list, changed or not
             */
            fetched_at: string | null;
            format: components["schemas"]["ListFormat"];
            /** @enum {string} */
            health: "off" | "new" | "alert" | "failing" | "stale" | "ok";
            /** @description What waits for somebody to accept it */
            held: components["schemas"]["ListContents"] | null;
            homepage: string;
            /** Format: int64 */
            id: number;
            /** @description The import in progress */
            job: components["schemas"]["JobBody"] | null;
            licence: string;
            /** Format: int64 */
            min_interval_seconds: number;
            name: string;
            /**
             * Format: date-time
             * @description When it is imported next; null if only when somebody asks for it
             */
            next_at: string | null;
            note: string;
            /** Format: int64 */
            priority: number;
            /** @description Why the last import failed; empty if it did not */
            problem: string;
            schedule: components["schemas"]["ListTimes"];
            /**
             * @description The task that imports it
             * @example blocklist.import.7
             */
            task: string;
            /**
             * Format: date-time
             * @description When the last import began
             */
            tried_at: string | null;
            /** Format: date-time */
            updated_at: string;
            /** @description Empty if its text was uploaded. Who may not change lists does not see what follows a question mark */
            url: string;
        };
        BlocklistChange: {
            allow_private?: string[];
            allow_wide?: boolean;
            credit?: string;
            enabled?: boolean;
            format?: components["schemas"]["ListFormat"];
            homepage?: string;
            licence?: string;
            /** Format: int64 */
            min_interval_seconds?: number;
            name?: string;
            note?: string;
            /** Format: int64 */
            priority?: number;
            /** @description As a whole */
            schedule?: components["schemas"]["ListTimes"];
            /** @description The list itself, anew */
            text?: string;
            /** @description Empty for a text that is uploaded */
            url?: string;
        };
        BlocklistEvent: {
            /** @description Which host blocks something else now; empty if it is about a list */
            host: string;
            /**
             * Format: int64
             * @description Which block list has changed; 0 if it is about a host
             */
            id: number;
        };
        BlocklistPage: {
            /** @description By priority and name */
            items: components["schemas"]["BlocklistBody"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        ByHandFile: {
            /** @description Who made that */
            author: string;
            /** @description From the revision to the file as it is; unified */
            diff: string;
            /** @description Whether the file is not there any more */
            gone: boolean;
            /** Format: int64 */
            lines_added: number;
            /** Format: int64 */
            lines_removed: number;
            name: string;
            /**
             * Format: int64
             * @description The last one that changed the file
             */
            revision: number;
            /** @description Why the file cannot be read now: it may have changed or not; empty if it was read */
            unread: string;
        };
        ByHandList: {
            /** @description By name */
            items: components["schemas"]["ByHandFile"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        CatalogueOutputBody: {
            items: components["schemas"]["OfferBody"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        ChangeEnforcementInputBody: {
            /** @enum {string} */
            mode: "kernel" | "jail" | "off";
        };
        ChangeJailBody: {
            /** @description Addresses, networks and host names that are never banned */
            add_ignore?: string[];
            /**
             * Format: int64
             * @description 1 or more, or -1 for permanent
             */
            ban_time_seconds?: number;
            /** Format: int64 */
            find_time_seconds?: number;
            ignore_self?: boolean;
            /** @description Whether repeated bans get longer */
            increment_enabled?: boolean;
            /**
             * Format: int64
             * @description The longest of these; 0 removes the limit
             */
            max_ban_time_seconds?: number;
            /** Format: int64 */
            max_matches?: number;
            /** Format: int64 */
            max_retry?: number;
            remove_ignore?: string[];
            /** @enum {string} */
            use_dns?: "yes" | "warn" | "no" | "raw";
        };
        CheckSetupRequest: {
            fail2ban_config_dir: string;
            fail2ban_socket: string;
            /** @description What the server printed when it started */
            token: string;
        };
        CompleteSetupRequest: {
            /** @description An absolute path; the default is what the server was started with */
            fail2ban_config_dir?: string;
            /** @description An absolute path; the default is what the server was started with */
            fail2ban_socket?: string;
            /**
             * Format: password
             * @description 12 to 1024 characters
             */
            password: string;
            /**
             * Format: int64
             * @description 5 to 43200; the default is 720
             */
            session_duration_minutes?: number;
            /** @description An IANA name; the default is UTC */
            timezone?: string;
            /** @description What the server printed when it started */
            token: string;
            /** @description 1 to 64 letters, digits and . _ - @ + */
            username: string;
        };
        ConfigBody: {
            /** @description By name */
            actions: components["schemas"]["ConfigDefinition"][];
            /**
             * Format: date-time
             * @description When the files were looked at
             */
            at: string;
            /** @example /etc/fail2ban */
            dir: string;
            /** @description By name */
            files: components["schemas"]["ConfigFileStatus"][];
            /** @description By name */
            filters: components["schemas"]["ConfigDefinition"][];
            /** @description What is wrong with the server and the enabled jails, and advice */
            findings: components["schemas"]["ConfigFinding"][];
            host: string;
            /** @description Enabled or not, in the order of the files */
            jails: components["schemas"]["ConfigJail"][];
            /** @description Always null: the lists are complete */
            next_cursor: string | null;
            /** @description Why files cannot be written there; null if they can */
            obstacle: components["schemas"]["ConfigObstacle"] | null;
            /** @description The fail2ban that they were read for */
            version: string;
            /** @description Whether that is a guess, because fail2ban has not told its version */
            version_assumed: boolean;
        };
        ConfigCounts: {
            /** Format: int64 */
            advice: number;
            /** Format: int64 */
            errors: number;
            /** Format: int64 */
            fatal: number;
            /** Format: int64 */
            warnings: number;
        };
        ConfigDefinition: {
            files: string[];
            findings: components["schemas"]["ConfigCounts"];
            /** @description Those that use it, enabled or not */
            jails: string[];
            name: string;
            /** @description Whether it was made by BanGUI */
            ours: boolean;
        };
        ConfigFileBody: {
            /** @description Whether the file is not UTF-8: it must not be written back */
            damaged: boolean;
            /** @description SHA-256 as lower-case hexadecimal */
            hash: string;
            /** @enum {string} */
            kind: "server" | "jails" | "filter" | "action" | "other";
            /** @example 0644 */
            mode: string;
            /** Format: date-time */
            modified: string;
            name: string;
            /** @description Whether BanGUI writes it */
            ours: boolean;
            /** @description At most 1 MiB. What is not UTF-8 is replaced, see damaged */
            text: string;
        };
        ConfigFileStatus: {
            /** @description SHA-256 as lower-case hexadecimal; empty if the file cannot be read */
            hash: string;
            /** @enum {string} */
            kind: "server" | "jails" | "filter" | "action" | "other";
            /** Format: date-time */
            modified: string;
            /**
             * @description Below the directory
             * @example jail.d/zz-bangui.local
             */
            name: string;
            /** @description Whether BanGUI writes it */
            ours: boolean;
            /** @description Why it cannot be read; empty if it can */
            problem: string;
            /** Format: int64 */
            size_bytes: number;
        };
        ConfigFinding: {
            /** @example unknown-option */
            code: string;
            /** @description Below the directory, or an absolute path outside; may be empty */
            file: string;
            /** @description May be empty */
            jail: string;
            /**
             * Format: int64
             * @description From 1; 0 is the whole file
             */
            line: number;
            /** @description What to do about it; may be empty */
            mend: string;
            message: string;
            /** @description May be empty */
            option: string;
            /** @enum {string} */
            severity: "fatal" | "error" | "warning" | "advice";
        };
        ConfigJail: {
            actions: string[];
            backend: string;
            enabled: boolean;
            /** @description Where that is said; null if nothing says it */
            enabled_at: components["schemas"]["ConfigPlace"] | null;
            /** @description Those with a section for it, in the order in which they count */
            files: string[];
            /** @description Empty if there is none */
            filter: string;
            /** @description None for a jail that is not enabled */
            findings: components["schemas"]["ConfigCounts"];
            log_paths: string[];
            name: string;
            /** @description Whether it was made by BanGUI */
            ours: boolean;
            /** @description Why fail2ban leaves it out; empty if it does not */
            skipped: string;
        };
        ConfigObstacle: {
            /** @description What to do about it; may be empty */
            mend: string;
            message: string;
        };
        ConfigOption: {
            choices: string[];
            /** @description What counts if no file sets it; may be empty */
            default: string;
            /**
             * @description Puts options together that have to do with each other
             * @example bans
             */
            group: string;
            help: string;
            label: string;
            /** Format: int64 */
            minimum: number | null;
            /** @example bantime */
            name: string;
            /** @description An example; may be empty */
            placeholder: string;
            /** @enum {string} */
            scope: "jail" | "filter" | "action" | "server";
            /** @description Where it stands if not in the section of the jail, or in [Definition]; may be empty */
            section: string;
            /** @description Stands between the entries of a list; may be empty */
            separator: string;
            /** @description The first version that has it; empty if all have */
            since: string;
            /** @enum {string} */
            type: "boolean" | "integer" | "duration" | "choice" | "text" | "list" | "addresses" | "paths" | "expressions" | "expression" | "command";
            /** @description That of a number without one; may be empty */
            unit: string;
            /** @description Whether only other options look at it */
            variable: boolean;
            /** @description May be empty */
            warning: string;
        };
        ConfigOptionList: {
            /** @description In the order in which they are best shown */
            items: components["schemas"]["ConfigOption"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        ConfigPart: {
            /** @description Whether it is in use: a jail that is enabled, or a filter or an action of one */
            enabled: boolean;
            /** @description Those that have something to say about it, in the order in which they count */
            files: string[];
            /** @description For a jail that is not enabled as if it were */
            findings: components["schemas"]["ConfigFinding"][];
            /** @description Those that use a filter or an action */
            jails: string[];
            /** @enum {string} */
            kind: "server" | "jail" | "filter" | "action";
            /** @description Empty for the server */
            name: string;
            /** @description Those that are set, or that fail2ban has a value for */
            options: components["schemas"]["ConfigSetOption"][];
            /** @description Whether it was made by BanGUI */
            ours: boolean;
            /** @description Why fail2ban leaves a jail out or rejects the part; empty if it does not */
            skipped: string;
            /** @description The filter and the actions of a jail, as it uses them */
            uses: components["schemas"]["ConfigUse"][];
            /** @description The fail2ban that the files were read for */
            version: string;
        };
        ConfigPlace: {
            /**
             * Format: int64
             * @description The last line
             */
            end: number;
            /** @description Below the directory, or an absolute path outside */
            file: string;
            /**
             * Format: int64
             * @description From 1
             */
            line: number;
            option: string;
            section: string;
            /** @description As it is written there */
            text: string;
        };
        ConfigSetOption: {
            /** @description Why the value cannot be worked out: it is as written then; empty if it can */
            failed: string;
            /** @description Settings that would count if this one were not there, in that order */
            hidden: components["schemas"]["ConfigPlace"][];
            name: string;
            value: components["schemas"]["ConfigValue"];
        };
        ConfigSetting: {
            /** @example backend */
            option: string;
            /** @example systemd */
            value: string;
        };
        ConfigUse: {
            /** @description What an action is called in the jail */
            as: string;
            files: string[];
            /** @enum {string} */
            kind: "filter" | "action";
            name: string;
            options: components["schemas"]["ConfigSetOption"][];
        };
        ConfigValue: {
            /** @description Whether the text is too long to be told whole */
            cut: boolean;
            /** @description Whether there are more of them */
            more_uses: boolean;
            /** @description Whether fail2ban takes it for nothing */
            none: boolean;
            /**
             * @description What sort of place it comes from: a file, the brackets behind a filter or an action, or fail2ban itself
             * @enum {string}
             */
            origin: "file" | "parameter" | "default" | "fail2ban";
            /** @description Null if it stands in no file */
            place: components["schemas"]["ConfigPlace"] | null;
            text: string;
            /** @description Other values that were put into it */
            uses: components["schemas"]["ConfigValueUse"][];
        };
        ConfigValueUse: {
            value: components["schemas"]["ConfigValue"];
            /** @example %(port)s */
            written: string;
        };
        ConfigureAllowancesOutputBody: {
            /** @description False if there was nothing to change */
            changed: boolean;
            /** @description Jails that could not be extended */
            left: components["schemas"]["LeftJail"][];
        };
        ConfiguredAllowancesOutputBody: {
            /** @description Whether your draft for the host would put that right */
            drafted: boolean;
            host: string;
            /** @description The enabled jails that are concerned by either */
            jails: string[];
            /** @description Those that some jail would not ignore while BanGUI is away */
            missing: string[];
            /** @description Whether fail2ban's configuration has what it should */
            right: boolean;
            /** @description What the configuration has because it was on the list once */
            surplus: string[];
            /**
             * Format: int64
             * @description How many entries without an end are for this host
             */
            wanted: number;
        };
        ConnectionBody: {
            /** @description What is wrong with the directory; may be empty */
            config_dir_message: string;
            config_dir_ok: boolean;
            /**
             * Format: int64
             * @description How many jails run
             */
            jails: number;
            /** @description Why it is not reachable */
            problem: components["schemas"]["Problem"] | null;
            reachable: boolean;
            /** @description fail2ban's version; empty if not reachable */
            version: string;
        };
        CountLine: {
            /** Format: int64 */
            n: number;
            /** @description One for each bucket */
            values: number[];
        };
        CountryRanking: {
            /**
             * Format: int64
             * @description About: where clocks change, a bucket may be an hour off
             */
            bucket_seconds: number;
            /** @description The numbers come from a sample, because there are too many bans to look at for these filters */
            estimated: boolean;
            /**
             * Format: date-time
             * @description The beginning of the first bucket
             */
            from: string;
            /** @description Most bans first */
            items: components["schemas"]["CountryStat"][];
            /** @description Always null: the list is complete up to its limit */
            next_cursor: string | null;
            /** @description Empty if from and to were given */
            range: string;
            timezone: string;
            /**
             * Format: date-time
             * @description Exclusive; the end of the last bucket
             */
            to: string;
            /**
             * Format: int64
             * @description All bans of the filters, also those that are not in the list
             */
            total: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if that is not known
             */
            total_before: number | null;
        };
        CountryStat: {
            /** @description ISO 3166-1; empty if not known */
            country: string;
            /** Format: int64 */
            n: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if that is not known
             */
            n_before: number | null;
            /**
             * Format: double
             * @description Of the total, 0 to 1
             */
            share: number;
        };
        CoveringBody: {
            /** @description The address, a network that it lies in, or a name that stands for it */
            address: string;
            /** @description Who made it */
            by: string;
            /** @description Empty means all */
            hosts: string[];
            /** Format: int64 */
            id: number;
            /** @description Empty means all */
            jails: string[];
            /** @enum {string} */
            kind: "address" | "network" | "name";
            note: string;
            /**
             * Format: date-time
             * @description Null if it has no end
             */
            until: string | null;
        };
        CreateAllowancesBody: {
            /**
             * @description Addresses, networks and names
             * @example [
             *       "192.0.2.1"
             *     ]
             */
            addresses: string[];
            /**
             * Format: int64
             * @description A minute to a year; absent or null has no end
             */
            duration_seconds?: number;
            /** @description The second yes to networks of very many addresses, and to names that stand for no address now */
            force?: boolean;
            /** @description Absent means all, also those that come later */
            hosts?: string[];
            /** @description Absent means all, also those that come later */
            jails?: string[];
            /** @description Lift the bans of the addresses, and those within the networks, in these jails */
            lift: boolean;
            /** @description What it is for, in one line */
            note?: string;
        };
        CreateAllowancesOutputBody: {
            /** @description One for each address */
            items: components["schemas"]["AllowanceBody"][];
            /** @description What became of the bans, if they were to be lifted */
            lifted: components["schemas"]["BanResults"];
            /** @description What was done at once */
            results: components["schemas"]["AllowanceResult"][];
        };
        CreateBansBody: {
            /** @description Addresses and networks */
            addresses: string[];
            /** @description The second yes to what needs confirmation */
            force?: boolean;
            /** @description Absent means all that are reachable and have the jail */
            hosts?: string[];
            jail: string;
            /** @description One line */
            reason?: string;
        };
        DiffList: {
            /** @description Files that differ, by name */
            items: components["schemas"]["RevisionDiff"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        DraftBody: {
            /** @description By name */
            files: components["schemas"]["DraftBodyFile"][];
            /** @description Tells one state of the draft from another; empty for an empty draft */
            hash: string;
            host: string;
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        DraftBodyFile: {
            /** @description That of the file when it came into the draft; empty if there was none */
            base_hash: string;
            /** @enum {string} */
            change: "added" | "changed" | "removed";
            /** @description Unified */
            diff: string;
            /** @description Whether the file is like that already, such as while the draft waits to be confirmed */
            in_force: boolean;
            /** Format: int64 */
            lines_added: number;
            /** Format: int64 */
            lines_removed: number;
            name: string;
            /** @description Whether somebody else has changed the file since: the draft cannot be applied as it is */
            stale: boolean;
            /** @description The new text; empty if the file is removed */
            text: string;
            /** @description That of the new text; empty if the file is removed */
            text_hash: string;
            /** @description Whether the host did not tell */
            unknown: boolean;
            /** Format: date-time */
            updated_at: string;
        };
        DraftCheck: {
            /** @description Findings that the draft brings */
            added: components["schemas"]["ConfigFinding"][];
            /** @description The draft that was checked */
            draft_hash: string;
            /** @description What is done with which jail */
            jails: components["schemas"]["DraftJailPlan"][];
            /** @description Always null: the lists are complete */
            next_cursor: string | null;
            /** @description What one should know */
            notes: string[];
            /** @description As long as there are any the draft is refused */
            objections: components["schemas"]["DraftObjection"][];
            /** @description Findings that it mends */
            removed: components["schemas"]["ConfigFinding"][];
            /** @description Whether fail2ban runs; if not, files are changed and nothing else */
            running: boolean;
            /** @description Options of the server that change */
            server: components["schemas"]["DraftServerPlan"][];
            /** @description Whether a scratch server of fail2ban took the commands */
            tried: boolean;
            /** @description The fail2ban that it was read for */
            version: string;
        };
        DraftEdit: {
            /** @description Absent means our own file: of the server for [Definition] and [Thread], else of the jails */
            file?: string;
            /** @enum {string} */
            op: "set" | "unset" | "append" | "add_section" | "remove_section";
            /** @example bantime */
            option?: string;
            /** @example sshd */
            section: string;
            /** @description May have several lines */
            value?: string;
        };
        DraftEditsInputBody: {
            /** @description All of them are made, or none */
            edits: components["schemas"]["DraftEdit"][];
        };
        DraftFileChange: {
            /** @description That of the file which it was made from, as read from the host or from the draft; empty for a new file */
            base_hash: string;
            /** @example jail.d/zz-bangui.local */
            name: string;
            /** @description The whole new text */
            text: string;
            /** @description That of the draft's text which it was made from; empty if the file was not in the draft, absent if that does not matter */
            text_hash?: string;
        };
        DraftJailPlan: {
            /**
             * Format: int64
             * @description How many addresses are banned there now
             */
            banned: number;
            jail: string;
            /** @description Whether those bans may be lost, because fail2ban has no database: that needs accept_loss */
            loses_bans: boolean;
            /** @enum {string} */
            operation: "reload" | "restart" | "start" | "stop";
            reasons: string[];
        };
        DraftObjection: {
            file: string;
            jail: string;
            /** Format: int64 */
            line: number;
            mend: string;
            /** @description In fail2ban's own words where it is fail2ban that objects */
            message: string;
            option: string;
            /**
             * @description Which check objects
             * @example trial
             */
            step: string;
        };
        DraftRemoveInputBody: {
            /** @example filter.d/sshd.local */
            name: string;
        };
        DraftServerPlan: {
            after: string;
            before: string;
            /** @description Whether only a restart of fail2ban brings it into force; that is not done */
            needs_restart: boolean;
            option: string;
        };
        DroppedBody: {
            /** Format: int64 */
            lines: number;
            /** @example host_name */
            reason: string;
            samples: components["schemas"]["SampleBody"][];
            /** @description The reason for people */
            title: string;
        };
        DroppedLine: {
            /** Format: int64 */
            bytes: number;
            /** @description One number for each bucket */
            bytes_over_time: number[];
            /** Format: int64 */
            id: number;
            name: string;
            /** Format: int64 */
            packets: number;
            /** @description One number for each bucket */
            packets_over_time: number[];
        };
        DroppedSeries: {
            /**
             * Format: int64
             * @description About: where clocks change, a bucket may be an hour off
             */
            bucket_seconds: number;
            /** @description Where each begins */
            buckets: string[];
            /** @description The numbers come from a sample, because there are too many bans to look at for these filters */
            estimated: boolean;
            /**
             * Format: date-time
             * @description The beginning of the first bucket
             */
            from: string;
            /** @description Those because of which something was dropped, most packets first */
            lists: components["schemas"]["DroppedLine"][];
            /** @description Empty if from and to were given */
            range: string;
            timezone: string;
            /**
             * Format: date-time
             * @description Exclusive; the end of the last bucket
             */
            to: string;
            total: components["schemas"]["DroppedTotal"];
        };
        DroppedTotal: {
            /** Format: int64 */
            bytes: number;
            /** @description One number for each bucket */
            bytes_over_time: number[];
            /** Format: int64 */
            packets: number;
            /** @description One number for each bucket */
            packets_over_time: number[];
        };
        EditAllowanceInputBody: {
            /**
             * Format: int64
             * @description How long it is to last from now: a minute to a year
             */
            duration_seconds?: number;
            /** @description What it is for, in one line */
            note?: string;
            /** @description It is to have no end; duration_seconds must be absent then */
            standing?: boolean;
        };
        EndAllowanceOutputBody: {
            allowance: components["schemas"]["AllowanceBody"];
            /** @description What was done at once */
            results: components["schemas"]["AllowanceResult"][];
        };
        EnforcedBody: {
            /**
             * Format: int64
             * @description Elements of its sets of single addresses
             */
            addresses: number;
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            counted_since: string | null;
            /** @description What its kernel has; empty for nothing */
            digest: string;
            /** Format: int64 */
            entries: number;
            /** Format: int64 */
            id: number;
            /** @description Whether its kernel has just that */
            in_force: boolean;
            name: string;
            /**
             * Format: int64
             * @description Elements of its sets of networks
             */
            networks: number;
            /**
             * Format: int64
             * @description Dropped because of it since counted_since
             */
            packets: number;
            /**
             * Format: int64
             * @description Entries that were left out or cut, because they are protected or allowed
             */
            subtracted: number;
            /** @description Empty for a list that it is not to block any more */
            wished_digest: string;
            /** Format: int64 */
            wished_entries: number;
        };
        EnforcementBody: {
            /**
             * Format: int64
             * @description How long ago that is
             */
            age_seconds: number | null;
            /**
             * Format: int64
             * @description How many networks it lets through before it asks the lists
             */
            allow: number;
            /** @description Whether our table is in its kernel */
            armed: boolean;
            /** @description What somebody else has changed in its kernel; it is mended. Empty if nothing */
            drift: string;
            host: string;
            /** @description How far the jail is; null in other modes */
            jail: components["schemas"]["ImportJailBody"] | null;
            /** @description Whether it comes back at the next boot before BanGUI runs */
            kept: boolean;
            /** @description What it is to block and what it blocks, in the order in which they are asked */
            lists: components["schemas"]["EnforcedBody"][];
            /**
             * @description Whether it blocks in its kernel, by bans in the jail blocklist-import, or not at all
             * @enum {string}
             */
            mode: "kernel" | "jail" | "off";
            /** @description Why it cannot block in its kernel */
            obstacle: components["schemas"]["ObstacleBody"] | null;
            /** @description Why what is wished for could not be brought into force the last time */
            problem: components["schemas"]["ObstacleBody"] | null;
            /** @description What no list blocks there, and why */
            protected: components["schemas"]["ProtectedBody"][];
            /** Format: date-time */
            repaired_at: string | null;
            /**
             * Format: int64
             * @description How often that was done
             */
            repairs: number;
            /**
             * Format: date-time
             * @description When it told that
             */
            reported_at: string | null;
            /**
             * Format: int64
             * @description What is in force, as the host told last
             */
            revision: number;
            /**
             * Format: date-time
             * @description From when on
             */
            since: string | null;
            /**
             * @description How far it is, in a word
             * @enum {string}
             */
            stand: "off" | "idle" | "in_force" | "pending" | "drift" | "failing" | "obstacle" | "away";
            /** Format: date-time */
            wished_at: string | null;
            /**
             * Format: int64
             * @description Grows with each change of what it is to block; 0 if that was never anything
             */
            wished_revision: number;
        };
        EnforcementsOutputBody: {
            /** @description By host */
            items: components["schemas"]["EnforcementBody"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        EntryBody: {
            /** @description An address or a network */
            network: string;
            /**
             * Format: date-time
             * @description From when on the list has had it without a break
             */
            since: string;
        };
        EntryPage: {
            /** @description By address, IPv4 first */
            items: components["schemas"]["EntryBody"][];
            /** @description Continues the list; null at its end */
            next_cursor: string | null;
        };
        ExemptBody: {
            /** @description More, such as the name of a user; may be empty */
            detail: string;
            /** @description Where; empty means everywhere */
            hosts: string[];
            network: string;
            /**
             * @description Why it is not blocked
             * @example signed_in
             */
            why: string;
        };
        ExemptedBody: {
            /** @description More; may be empty */
            detail: string;
            entry: string;
            /** @description What is let through */
            network: string;
            /** @example allowance */
            why: string;
        };
        Expressions: {
            /** @description May be empty; several lines are alternatives */
            date_pattern: string;
            fail_regex: string[];
            ignore_regex: string[];
            /**
             * Format: int64
             * @description How many lines are looked at together; 0 means 1
             */
            max_lines: number;
            /** @description May be empty */
            pref_regex: string;
        };
        FileChange: {
            /**
             * @description Below the directory of the configuration
             * @example filter.d/sshd.local
             */
            name: string;
            /** @description Takes the file away */
            remove?: boolean;
            /** @description The whole new text */
            text?: string;
        };
        GeoBody: {
            country: components["schemas"]["GeoSource"];
            network: components["schemas"]["GeoSource"];
            /** @description Another one whenever other data is in use */
            version: string;
        };
        GeoProblem: {
            /** @description What to do about it */
            mend: string;
            message: string;
            /** Format: date-time */
            since: string;
        };
        GeoSource: {
            /**
             * Format: date-time
             * @description When its publisher made it
             */
            built_at: string | null;
            /** @description Whether it is part of BanGUI, and not a file of the operator */
            built_in: boolean;
            /** @description What is to be shown where the data is; empty if not known */
            credit: string;
            /** @description Whether there is data; if not, all texts about it are empty */
            known: boolean;
            /** @description Empty if not known */
            licence: string;
            /** @description Empty if not known */
            licence_url: string;
            /**
             * Format: date-time
             * @description When the file was taken; null for what is built in
             */
            loaded_at: string | null;
            /** @description The operator's file, also if it is not in use; null without one, and for all but administrators */
            path: string | null;
            /** @description Why the operator's file is not used as it is now; null if it is */
            problem: components["schemas"]["GeoProblem"] | null;
            /** @description The publisher's name for it; empty if not known */
            source: string;
            /** @description Empty if not known */
            source_url: string;
            /** @description What the data says that it is, such as GeoLite2-Country */
            type: string;
        };
        HelloEvent: {
            /** @description Which process serves the stream; may be empty */
            replica: string;
            /** @description BanGUI's own */
            version: string;
        };
        HostBody: {
            /**
             * Format: int64
             * @description How long ago that is
             */
            age_seconds: number | null;
            /**
             * Format: date-time
             * @description When fail2ban told what is here; null if it never answered
             */
            as_of: string | null;
            /** Format: int64 */
            banned_now: number;
            /**
             * Format: int64
             * @description Since the jails were started
             */
            banned_total: number;
            /** Format: int64 */
            failed_now: number;
            /**
             * Format: int64
             * @description Since the jails were started
             */
            failed_total: number;
            /** @description Which replica looks after it; empty if none does */
            holder: string;
            jails: components["schemas"]["JailTotals"];
            /**
             * Format: date-time
             * @description When the newest ban in the history began
             */
            last_ban_at: string | null;
            /**
             * Format: date-time
             * @description When fail2ban last answered
             */
            last_seen_at: string | null;
            /** @description Whether it is the machine that BanGUI runs on */
            local: boolean;
            /**
             * @description fail2ban's; empty if not known
             * @example INFO
             */
            log_level: string;
            /** @example local */
            name: string;
            paths: components["schemas"]["HostPaths"];
            /** @description Why fail2ban cannot be reached; null if it can */
            problem: components["schemas"]["Problem"] | null;
            /**
             * Format: int64
             * @description How long fail2ban keeps bans in its own database; 0 if it has none
             */
            purge_age_seconds: number;
            reachable: boolean;
            /**
             * @description fail2ban's; empty if not known
             * @example 1.0.2
             */
            version: string;
        };
        HostCount: {
            host: string;
            /** Format: int64 */
            n: number;
        };
        HostEvent: {
            host: components["schemas"]["HostBody"];
        };
        HostList: {
            items: components["schemas"]["HostBody"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        HostPaths: {
            config_dir: string;
            /** @description Empty if not known or not used */
            database: string;
            /** @description A file, or SYSLOG and the like; empty if not known */
            log: string;
            socket: string;
        };
        HostTotals: {
            /** Format: int64 */
            reachable: number;
            /** Format: int64 */
            total: number;
        };
        ImportBody: {
            /** @description Who asked for it; empty for the schedule */
            actor: string;
            /** Format: int64 */
            added: number;
            /**
             * Format: int64
             * @description How many the list had
             */
            before: number;
            /**
             * Format: int64
             * @description How many came over the network, or were uploaded
             */
            bytes: number;
            /** @enum {string} */
            cause: "schedule" | "manual";
            /**
             * Format: int64
             * @description How many of those the list has twice, or lie in others of it
             */
            doubles: number;
            /** @description What was left out, by reason */
            dropped: components["schemas"]["DroppedBody"][];
            /**
             * Format: date-time
             * @description Null while it runs
             */
            ended_at: string | null;
            /**
             * Format: int64
             * @description What is left
             */
            entries: number;
            /**
             * Format: double
             * @description For fetching and reading
             */
            fetch_seconds: number;
            /**
             * @description How the list is written; empty if that was not found out
             * @example netset
             */
            format: string;
            /** @description Whether it was packed */
            gzip: boolean;
            /**
             * Format: int64
             * @description That of the answer; 0 if there was none
             */
            http_status: number;
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The run of the task, as the jobs have it
             */
            job: number;
            /**
             * Format: int64
             * @description How many were read
             */
            lines: number;
            /** Format: int64 */
            list: number;
            /** @description What it did, or why it failed and what to do */
            message: string;
            /**
             * Format: int64
             * @description How many were found in them
             */
            networks: number;
            /** @enum {string} */
            outcome: "running" | "imported" | "unchanged" | "held" | "failed" | "cancelled" | "lost";
            /** Format: int64 */
            removed: number;
            /**
             * Format: int64
             * @description Of what was stored; 0 if nothing was
             */
            revision: number;
            /** @description Where the list came from in the end; empty for text that was uploaded */
            source: string;
            /** Format: date-time */
            started_at: string;
            /** Format: double */
            store_seconds: number;
            /**
             * Format: double
             * @description All in all; 0 while it runs
             */
            took_seconds: number;
        };
        ImportDetail: {
            /** @description Who asked for it; empty for the schedule */
            actor: string;
            /** Format: int64 */
            added: number;
            /**
             * Format: int64
             * @description How many the list had
             */
            before: number;
            /**
             * Format: int64
             * @description How many came over the network, or were uploaded
             */
            bytes: number;
            /** @enum {string} */
            cause: "schedule" | "manual";
            /**
             * Format: int64
             * @description How many of those the list has twice, or lie in others of it
             */
            doubles: number;
            /** @description What was left out, by reason */
            dropped: components["schemas"]["DroppedBody"][];
            /**
             * Format: date-time
             * @description Null while it runs
             */
            ended_at: string | null;
            /**
             * Format: int64
             * @description What is left
             */
            entries: number;
            /**
             * Format: double
             * @description For fetching and reading
             */
            fetch_seconds: number;
            /**
             * @description How the list is written; empty if that was not found out
             * @example netset
             */
            format: string;
            /** @description Whether it was packed */
            gzip: boolean;
            /** @description Those that have brought the new contents into force, by name */
            hosts: components["schemas"]["AppliedBody"][];
            /**
             * Format: int64
             * @description That of the answer; 0 if there was none
             */
            http_status: number;
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The run of the task, as the jobs have it
             */
            job: number;
            /**
             * Format: int64
             * @description How many were read
             */
            lines: number;
            /** Format: int64 */
            list: number;
            /** @description What it did, or why it failed and what to do */
            message: string;
            /**
             * Format: int64
             * @description How many were found in them
             */
            networks: number;
            /** @enum {string} */
            outcome: "running" | "imported" | "unchanged" | "held" | "failed" | "cancelled" | "lost";
            /** Format: int64 */
            removed: number;
            /**
             * Format: int64
             * @description Of what was stored; 0 if nothing was
             */
            revision: number;
            /** @description Where the list came from in the end; empty for text that was uploaded */
            source: string;
            /** Format: date-time */
            started_at: string;
            /** Format: double */
            store_seconds: number;
            /**
             * Format: double
             * @description All in all; 0 while it runs
             */
            took_seconds: number;
        };
        ImportJailBody: {
            /**
             * Format: int64
             * @description How many were left out because they are allowed or protected
             */
            allowed: number;
            /**
             * Format: date-time
             * @description When it was looked at last
             */
            at: string | null;
            /**
             * Format: int64
             * @description How many of them are banned
             */
            banned: number;
            /** @example blocklist-import */
            jail: string;
            /**
             * Format: int64
             * @description How many may be banned
             */
            most: number;
            /**
             * Format: int64
             * @description How many were left out because there are more than may be banned
             */
            over: number;
            problem: components["schemas"]["ObstacleBody"] | null;
            /**
             * Format: int64
             * @description How many fail2ban did not take
             */
            refused: number;
            /**
             * @description The task that looks after it
             * @example blocklist.jail
             */
            task: string;
            /**
             * Format: int64
             * @description How many addresses and networks the lists have
             */
            wished: number;
        };
        ImportPage: {
            /** @description Newest first */
            items: components["schemas"]["ImportBody"][];
            /** @description Continues the list; null at its end */
            next_cursor: string | null;
        };
        JailAction: {
            /** @description The command, tags unexpanded; empty for actions written in Python */
            ban: string;
            name: string;
            parameters: {
                [key: string]: string;
            };
            unban: string;
        };
        JailBody: {
            /**
             * Format: date-time
             * @description When fail2ban told what is here
             */
            as_of: string | null;
            /** @description Such as polling or systemd; empty if not known */
            backend: string;
            /** Format: int64 */
            banned_now: number;
            /**
             * Format: int64
             * @description Since the jail was started
             */
            banned_total: number;
            /**
             * Format: int64
             * @description Bans in the last 24 hours, by whole hours
             */
            bans_24h: number;
            /** Format: int64 */
            failed_now: number;
            /**
             * Format: int64
             * @description Since the jail was started
             */
            failed_total: number;
            host: string;
            /** @example sshd */
            name: string;
            /** @description Why fail2ban cannot be reached */
            problem: components["schemas"]["Problem"] | null;
            reachable: boolean;
            /** @description Null if the jail is stopped or fail2ban does not answer */
            settings: components["schemas"]["JailSettings"] | null;
            /** @enum {string} */
            state: "running" | "idle" | "stopped";
        };
        JailCount: {
            jail: string;
            /** Format: int64 */
            n: number;
        };
        JailEvent: {
            host: string;
            jail: string;
        };
        JailIncrement: {
            enabled: boolean;
            factor: string;
            formula: string;
            /**
             * Format: int64
             * @description Null if not limited
             */
            max_time_seconds: number | null;
            multipliers: string;
            /** @description Whether bans in other jails count */
            overall_jails: boolean;
            /**
             * Format: int64
             * @description Null if not set
             */
            random_time_seconds: number | null;
        };
        JailLine: {
            jail: string;
            /** Format: int64 */
            n: number;
            /** @description One for each bucket */
            values: number[];
        };
        JailList: {
            /**
             * Format: date-time
             * @description When fail2ban told what is here; null if it never answered
             */
            as_of: string | null;
            items: components["schemas"]["JailStatus"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
            /** @description Why fail2ban cannot be reached */
            problem: components["schemas"]["Problem"] | null;
            /** @description Whether fail2ban answers; if not, this is how it was last */
            reachable: boolean;
        };
        JailRanking: {
            /**
             * Format: int64
             * @description About: where clocks change, a bucket may be an hour off
             */
            bucket_seconds: number;
            /** @description The numbers come from a sample, because there are too many bans to look at for these filters */
            estimated: boolean;
            /**
             * Format: date-time
             * @description The beginning of the first bucket
             */
            from: string;
            /** @description Most bans first */
            items: components["schemas"]["JailStat"][];
            /** @description Always null: the list is complete up to its limit */
            next_cursor: string | null;
            /** @description Empty if from and to were given */
            range: string;
            timezone: string;
            /**
             * Format: date-time
             * @description Exclusive; the end of the last bucket
             */
            to: string;
            /**
             * Format: int64
             * @description All bans of the filters, also those that are not in the list
             */
            total: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if that is not known
             */
            total_before: number | null;
        };
        JailSettings: {
            actions: components["schemas"]["JailAction"][];
            /**
             * Format: int64
             * @description -1 is permanent
             */
            ban_time_seconds: number;
            /** @description May be empty */
            date_pattern: string;
            /** @description With tags expanded */
            fail_regex: string[];
            /** Format: int64 */
            find_time_seconds: number;
            ignore: string[];
            /** @description May be empty */
            ignore_command: string;
            /** @description With tags expanded */
            ignore_regex: string[];
            ignore_self: boolean;
            increment: components["schemas"]["JailIncrement"];
            journal_matches: string[];
            log_encoding: string;
            log_paths: string[];
            /** @description May be empty */
            log_timezone: string;
            /** Format: int64 */
            max_lines: number;
            /** Format: int64 */
            max_matches: number;
            /** Format: int64 */
            max_retry: number;
            /** @description May be empty */
            pref_regex: string;
            /** @enum {string} */
            use_dns: "yes" | "warn" | "no" | "raw";
        };
        JailStat: {
            jail: string;
            /** Format: int64 */
            n: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if that is not known
             */
            n_before: number | null;
            /**
             * Format: double
             * @description Of the total, 0 to 1
             */
            share: number;
            /** @description One for each bucket */
            values: number[];
        };
        JailStatus: {
            /** @description Such as polling or systemd; empty if not known */
            backend: string;
            /** Format: int64 */
            banned_now: number;
            /**
             * Format: int64
             * @description Since the jail was started
             */
            banned_total: number;
            /**
             * Format: int64
             * @description Bans in the last 24 hours, by whole hours
             */
            bans_24h: number;
            /** Format: int64 */
            failed_now: number;
            /**
             * Format: int64
             * @description Since the jail was started
             */
            failed_total: number;
            host: string;
            /** @example sshd */
            name: string;
            /** @enum {string} */
            state: "running" | "idle" | "stopped";
        };
        JailTotals: {
            /** Format: int64 */
            idle: number;
            /** Format: int64 */
            running: number;
            /** Format: int64 */
            stopped: number;
            /** Format: int64 */
            total: number;
        };
        JobBody: {
            /** @description Who asked for it; empty for the schedule */
            actor: string;
            /** Format: date-time */
            cancel_requested_at: string | null;
            cancel_requested_by: string;
            /** @enum {string} */
            cause: "schedule" | "manual";
            /**
             * Format: date-time
             * @description Null while it runs
             */
            ended_at: string | null;
            /** Format: int64 */
            id: number;
            /** @description What it did, or why it failed */
            outcome: string;
            /** @description Null if the task does not tell */
            progress: components["schemas"]["JobProgress"] | null;
            /** @description Which process runs it, or ran it */
            replica: string;
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            state: "running" | "succeeded" | "failed" | "cancelled" | "lost" | "released";
            /** @example history.cleanup */
            task: string;
            /** @description The task for people; its name where this program does not know it */
            title: string;
        };
        JobDetail: {
            /** @description Who asked for it; empty for the schedule */
            actor: string;
            /** Format: date-time */
            cancel_requested_at: string | null;
            cancel_requested_by: string;
            /** @enum {string} */
            cause: "schedule" | "manual";
            /**
             * Format: date-time
             * @description Null while it runs
             */
            ended_at: string | null;
            /** Format: int64 */
            id: number;
            /** @description The log, oldest first */
            lines: components["schemas"]["JobLine"][];
            /** @description What it did, or why it failed */
            outcome: string;
            /** @description Null if the task does not tell */
            progress: components["schemas"]["JobProgress"] | null;
            /** @description Which process runs it, or ran it */
            replica: string;
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            state: "running" | "succeeded" | "failed" | "cancelled" | "lost" | "released";
            /** @example history.cleanup */
            task: string;
            /** @description The task for people; its name where this program does not know it */
            title: string;
        };
        JobEvent: {
            job: components["schemas"]["JobBody"];
        };
        JobLine: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            level: "info" | "warn";
            /**
             * Format: int64
             * @description Grows with each line
             */
            n: number;
            text: string;
        };
        JobLinePage: {
            /** @description Oldest first */
            items: components["schemas"]["JobLine"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        JobPage: {
            /** @description Newest first */
            items: components["schemas"]["JobBody"][];
            /** @description Continues the list; null at its end */
            next_cursor: string | null;
        };
        JobProgress: {
            /** @description What is done at present; may be empty */
            doing: string;
            /** Format: int64 */
            done: number;
            /**
             * Format: int64
             * @description 0 if it is not known how much there is to do
             */
            total: number;
        };
        LeftJail: {
            jail: string;
            /** @description Why */
            message: string;
        };
        LiftBansBody: {
            /** @description Addresses, networks and other ban ids */
            addresses?: string[];
            /** @description Lift everything in these hosts and jails; addresses must be absent then */
            all?: boolean;
            /** @description Absent means all that are reachable */
            hosts?: string[];
            /** @description Absent means all */
            jails?: string[];
        };
        ListContents: {
            /**
             * Format: int64
             * @description Against the contents before
             */
            added: number;
            /**
             * Format: int64
             * @description Entries that are single addresses
             */
            addresses: number;
            /**
             * Format: int64
             * @description How large it is in the database
             */
            bytes: number;
            /**
             * Format: int64
             * @description How many IPv4 addresses they cover
             */
            covered_ipv4: number;
            /** @description SHA-256 of the entries */
            digest: string;
            /** Format: int64 */
            entries: number;
            /**
             * @description How it was written
             * @example netset
             */
            format: string;
            /** Format: int64 */
            ipv4: number;
            /** Format: int64 */
            ipv6: number;
            /**
             * Format: date-time
             * @description When it was imported
             */
            made_at: string;
            /**
             * Format: int64
             * @description About how much the kernel of each host needs for it
             */
            memory_bytes: number;
            /**
             * Format: int64
             * @description Entries that are networks
             */
            networks: number;
            /** Format: int64 */
            removed: number;
            /** Format: int64 */
            revision: number;
        };
        ListFormat: {
            /** @description Which column of a csv or tsv has the networks, by name or by number from 1; found by looking if it is left away */
            column?: string;
            /**
             * @description Auto is found by looking; jsonl is JSON by the line, as Spamhaus has it
             * @enum {string}
             */
            kind: "auto" | "plain" | "netset" | "ranges" | "csv" | "tsv" | "jsonl" | "json";
            /** @description Which column has the last addresses of ranges that begin in that one; none if it is left away */
            last?: string;
            /**
             * @description Where JSON has the networks; found by looking if it is left away
             * @example prefixes[].ipv4Prefix
             */
            path?: string;
        };
        ListTimes: {
            /**
             * @description Five fields, or @daily and the like; empty for none
             * @example 30 3 * * *
             */
            cron?: string;
            /**
             * Format: int64
             * @description 0 for none
             */
            every_seconds?: number;
            /** @description The time zone of the cron expression; UTC if it is left away */
            zone?: string;
        };
        ListedBody: {
            /** @description In its usual form */
            address: string;
            /** @description Whether all of it is let through on all hosts nevertheless */
            exempt: boolean;
            /** @description What is let through nevertheless, and why */
            exemptions: components["schemas"]["ExemptBody"][];
            /** @description Those that have it, or a part of it, by priority */
            lists: components["schemas"]["ListedIn"][];
        };
        ListedIn: {
            /** Format: int64 */
            bytes: number;
            credit: string;
            enabled: boolean;
            /** @description The entries of the list that overlap it, 20 at most */
            entries: components["schemas"]["EntryBody"][];
            homepage: string;
            /** @description Those whose kernel has the list as it is now, by name */
            hosts: string[];
            /** Format: int64 */
            id: number;
            licence: string;
            /** @description Whether there are more */
            more: boolean;
            name: string;
            /**
             * Format: int64
             * @description Dropped because of the list in the last 30 days, on all hosts
             */
            packets: number;
        };
        LogPage: {
            /** @description Oldest first */
            items: components["schemas"]["LogRecord"][];
            /** @description Continues to older records; null at the beginning of the log */
            next_cursor: string | null;
            /** @description Continues to newer records; null in pages of older ones */
            tail_cursor: string | null;
        };
        LogPiece: {
            /**
             * Format: int64
             * @description How many, from the end
             */
            lines: number;
            /** @description One of the jail's log files; absent means the journal */
            path?: string;
        };
        LogRecord: {
            /** Format: date-time */
            at: string;
            /** @example NOTICE */
            level: string;
            /** @example fail2ban.actions */
            logger: string;
            message: string;
        };
        NameAnswer: {
            /** @description The last good answer of the name service */
            addresses: components["schemas"]["NamedAddress"][];
            /** @description Why it gave no good answer then; empty if it did */
            problem: string;
            /**
             * Format: date-time
             * @description When that came; null if there was none yet
             */
            resolved_at: string | null;
            /**
             * Format: date-time
             * @description When the name service was asked last
             */
            tried_at: string | null;
        };
        NamedAddress: {
            address: string;
            /** @description Why it is no address of the internet, such as private; empty if it is one */
            special: string;
        };
        NearMiss: {
            /** @description The next piece of it, which does not */
            failed: string;
            /**
             * Format: int64
             * @description Which one in the list, from 0
             */
            index: number;
            /** @enum {string} */
            list: "prefregex" | "failregex";
            /** @description The beginning of the expression that matches */
            matched: string;
            /** @description The line behind it */
            rest: string;
            /** @description The piece of the line that the beginning stands for */
            text: string;
        };
        NeighbourBody: {
            /** @description Whether one of its bans is in force */
            active: boolean;
            address: string;
            /** Format: date-time */
            last_banned_at: string;
            /** Format: int64 */
            n: number;
        };
        NetworkRanking: {
            /** @description False if no data about networks is there: see BANGUI_GEO_ASN_DB */
            available: boolean;
            /**
             * Format: int64
             * @description About: where clocks change, a bucket may be an hour off
             */
            bucket_seconds: number;
            /** @description The numbers come from a sample, because there are too many bans to look at for these filters */
            estimated: boolean;
            /**
             * Format: date-time
             * @description The beginning of the first bucket
             */
            from: string;
            /** @description Most bans first */
            items: components["schemas"]["NetworkStat"][];
            /** @description Always null: the list is complete up to its limit */
            next_cursor: string | null;
            /** @description Empty if from and to were given */
            range: string;
            timezone: string;
            /**
             * Format: date-time
             * @description Exclusive; the end of the last bucket
             */
            to: string;
            /**
             * Format: int64
             * @description All bans of the filters, also those that are not in the list
             */
            total: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if that is not known
             */
            total_before: number | null;
        };
        NetworkStat: {
            /** Format: int32 */
            asn: number;
            /** Format: int64 */
            n: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if that is not known
             */
            n_before: number | null;
            /** @description Empty if not known */
            name: string;
            /**
             * Format: double
             * @description Of the total, 0 to 1
             */
            share: number;
        };
        NewBlocklist: {
            /**
             * @description Private addresses and networks at which its server may be
             * @example [
             *       "10.0.0.5"
             *     ]
             */
            allow_private?: string[];
            /** @description A yes to networks wider than /8, or /19 for IPv6 */
            allow_wide?: boolean;
            /** @description The key of the list of the catalogue that it is made from */
            catalogue?: string;
            /** @description Whom to name */
            credit?: string;
            /** @description Whether it is fetched by itself and is in force */
            enabled?: boolean;
            /** @description Found by looking if it is left away */
            format?: components["schemas"]["ListFormat"];
            homepage?: string;
            licence?: string;
            /**
             * Format: int64
             * @description The least time between two downloads
             * @default 300
             */
            min_interval_seconds: number;
            name: string;
            note?: string;
            /**
             * Format: int64
             * @description Where several lists have an address, packets count for the smallest number
             * @default 100
             */
            priority: number;
            /** @description Once a day if it is left away */
            schedule?: components["schemas"]["ListTimes"];
            /** @description The list itself, instead of an address */
            text?: string;
            /** @description Where it is fetched; leave it away to upload a text */
            url?: string;
        };
        NewDefinitionInputBody: {
            /** @enum {string} */
            kind: "filter" | "action";
            /**
             * @description The one that it is a copy of
             * @example sshd
             */
            like?: string;
            /**
             * @description Letters, digits, _, . and -, beginning with a letter or a digit
             * @example shop
             */
            name: string;
        };
        NewJailInputBody: {
            /** @example systemd */
            backend?: string;
            enabled?: boolean;
            /**
             * @description Absent means that of the other jail
             * @example nginx-http-auth
             */
            filter?: string;
            /** @description The jail whose settings it gets */
            like?: string;
            /** @description Files or patterns; absent means those of the other jail */
            log_paths?: string[];
            /**
             * @description Letters, digits, _, . and -, beginning with a letter or a digit
             * @example shop
             */
            name: string;
        };
        ObstacleBody: {
            mend: string;
            message: string;
        };
        Offender: {
            /** @description Whether it is on the allow-list */
            allowed: boolean;
            /**
             * Format: date-time
             * @description Until when it is on the allow-list; null if that has no end, or if it is not
             */
            allowed_until: string | null;
            /** @description Null if the changed settings would not have banned it */
            changed: components["schemas"]["Sentence"] | null;
            /** @description The same for the changed settings */
            changed_ignored: string;
            /** @description May be empty */
            country: string;
            /** @description The address or other ban id */
            id: string;
            /** @description The entry of the present ignore list that covers it: fail2ban would have passed it over; may be empty */
            ignored: string;
            /** @description Who runs the network; may be empty */
            network: string;
            /** @description Null if the present settings would not have banned it */
            present: components["schemas"]["Sentence"] | null;
            /** @description Who is signed in from there now */
            signed_in: string[];
        };
        OfferBody: {
            /** @description What the list has */
            about: string;
            /** @description Whether it has networks that need a yes */
            allow_wide: boolean;
            /** @description What one should know before using it; may be empty */
            caution: string;
            /** @description Whom to name */
            credit: string;
            /**
             * Format: int64
             * @description How often it is fetched if nobody says otherwise
             */
            every_seconds: number;
            format: components["schemas"]["ListFormat"];
            homepage: string;
            key: string;
            /** @description Its terms, in a few words */
            licence: string;
            /** @description The lists that were made from it */
            lists: number[];
            /** @description Whether its makers ask for that; else it is how often they make it anew */
            min_interval_asked: boolean;
            /**
             * Format: int64
             * @description How often it may be fetched at most
             */
            min_interval_seconds: number;
            name: string;
            /**
             * Format: int64
             * @description About how many entries it has
             */
            size: number;
            /** @description Where they stand */
            terms_url: string;
            url: string;
        };
        OverlapBody: {
            /**
             * Format: int64
             * @description How many entries touch one of that list
             */
            entries: number;
            /** Format: int64 */
            id: number;
            name: string;
        };
        PreviewAllowancesInputBody: {
            /** @description Addresses, networks and names */
            addresses: string[];
            /** @description Absent means all */
            hosts?: string[];
            /** @description Absent means all */
            jails?: string[];
        };
        PreviewAllowancesOutputBody: {
            /** @description There are more than were counted */
            at_least: boolean;
            /** @description Bans in force that would be lifted, newest first: the first 50 */
            bans: components["schemas"]["PreviewedBan"][];
            /** @description One for each input, in their order */
            items: components["schemas"]["PreviewedAllowance"][];
            /**
             * Format: int64
             * @description How many there are
             */
            total: number;
        };
        PreviewBody: {
            /** Format: int64 */
            added: number;
            /** @description What would raise one */
            alert: components["schemas"]["BlocklistAlert"] | null;
            /**
             * Format: int64
             * @description How many the list had
             */
            before: number;
            /**
             * Format: int64
             * @description How many came over the network, or were uploaded
             */
            bytes: number;
            /** @description What it would come to; without revision and time */
            contents: components["schemas"]["ListContents"];
            /**
             * Format: int64
             * @description How many of those the list has twice, or lie in others of it
             */
            doubles: number;
            /** @description What was left out, by reason */
            dropped: components["schemas"]["DroppedBody"][];
            /**
             * Format: int64
             * @description What is left
             */
            entries: number;
            /** @description Entries that would not be blocked, or not all of them; 100 at most */
            exempt: components["schemas"]["ExemptedBody"][];
            /**
             * Format: int64
             * @description How many there are
             */
            exempted: number;
            /**
             * @description How the list is written; empty if that was not found out
             * @example netset
             */
            format: string;
            /** @description Whether it was packed */
            gzip: boolean;
            /**
             * Format: int64
             * @description That of the answer; 0 if there was none
             */
            http_status: number;
            /**
             * Format: int64
             * @description How many were read
             */
            lines: number;
            /**
             * Format: int64
             * @description How many were found in them
             */
            networks: number;
            /** @description Other lists that have the same addresses, most first */
            overlaps: components["schemas"]["OverlapBody"][];
            /** Format: int64 */
            removed: number;
            /** @description Some of the entries, from all over the list */
            samples: string[];
            /** @description Where the list came from in the end; empty for text that was uploaded */
            source: string;
        };
        PreviewOrder: {
            /** @description Private addresses and networks at which its server may be */
            allow_private?: string[];
            /** @description A yes to networks wider than /8, or /19 for IPv6 */
            allow_wide?: boolean;
            /** @description Found by looking if it is left away */
            format?: components["schemas"]["ListFormat"];
            /**
             * Format: int64
             * @description The list that it is about, if there is one: what would change against it
             */
            list?: number;
            /** @description The list itself, instead of an address */
            text?: string;
            url?: string;
        };
        PreviewedAllowance: {
            /** @description As it would be on the list; empty if it cannot be */
            address: string;
            /** @description What jails would ignore: of a name what it stands for now */
            addresses: components["schemas"]["NamedAddress"][];
            /** @description What is on the list already and covers it */
            allowed: components["schemas"]["CoveringBody"][];
            /** @description As it was given */
            input: string;
            /** @description It can be allowed with force */
            needs_force: boolean;
            /** @description Bans in force of networks that it lies in: they would not be lifted */
            over: components["schemas"]["PreviewedBan"][];
            /** @description Why it cannot be allowed, or not without force; empty if it can */
            problem: string;
            /** @description What is odd about the answer to a name; may be empty */
            warning: string;
        };
        PreviewedBan: {
            address: string;
            /** Format: date-time */
            banned_at: string;
            host: string;
            /** Format: int64 */
            id: number;
            jail: string;
        };
        Problem: {
            /** @enum {string} */
            code: "not_installed" | "not_running" | "no_permission" | "not_answering" | "bad_reply" | "away";
            /** @description What to do about it */
            mend: string;
            message: string;
        };
        ProblemDocument: {
            /**
             * @description What is wrong, for programs
             * @example not_found
             */
            code: string;
            /** @description What is wrong, for the user */
            detail: string;
            /** @description The parts of the input that are wrong; may be empty */
            errors: components["schemas"]["ProblemField"][];
            /** @description What to do about it */
            mend?: string;
            /** @description Finds the matching lines of the log */
            request_id: string;
            /**
             * Format: int64
             * @description When it makes sense to try again
             */
            retry_after_seconds?: number;
            /** Format: int64 */
            status: number;
            /** @description The meaning of the status */
            title: string;
            /** @example about:blank */
            type: string;
        };
        ProblemField: {
            /** @example body.addresses[0] */
            location: string;
            message: string;
        };
        ProtectedBody: {
            /** @description More, such as the name of a user, a machine or a network card; may be empty */
            detail: string;
            /** @description An address or network */
            network: string;
            /** @enum {string} */
            why: "loopback" | "link_local" | "multicast" | "own_address" | "gateway" | "resolver" | "replica" | "database" | "trusted_proxy" | "signed_in" | "allowance";
        };
        ProtectedOutputBody: {
            /** @description In order of the networks; the same comes once for each reason */
            items: components["schemas"]["ProtectedBody"][];
        };
        Refusal: {
            /**
             * Format: double
             * @description How long it was waited
             */
            after_seconds: number;
            /** @description May be empty */
            expression: string;
            /**
             * Format: int64
             * @description Which one in the list, from 0; null if that is not known
             */
            index: number | null;
            /** @description The line that it happened with */
            line: string;
            /** @enum {string} */
            list: "datepattern" | "prefregex" | "failregex" | "ignoreregex";
            /** @description Whether the line was made to find such expressions */
            made: boolean;
            /** @description Whether it used up memory, and not time */
            memory: boolean;
        };
        RehearsalLine: {
            /** @description Why it broke off: the last line */
            problem?: components["schemas"]["ProblemDocument"];
            /** @description How far it is */
            progress?: components["schemas"]["RehearsalProgress"];
            /** @description What came of it: the last line */
            report?: components["schemas"]["RehearsalReport"];
        };
        RehearsalProgress: {
            /**
             * Format: int64
             * @description Of total: bytes of files, or seconds of the journal
             */
            done: number;
            /** Format: int64 */
            failures: number;
            /** Format: int64 */
            lines: number;
            /** @description Where the lines are from */
            source: string;
            /** Format: int64 */
            total: number;
        };
        RehearsalReport: {
            /**
             * Format: int64
             * @description How many there are
             */
            all: number;
            changed: components["schemas"]["RehearsalSide"];
            /** @description What could not be read */
            left: string[];
            /**
             * Format: int64
             * @description How many were looked at
             */
            lines: number;
            /** @description Who would have been banned: first those that concern ourselves, then those on which the sides differ */
            offenders: components["schemas"]["Offender"][];
            /** Format: int64 */
            only_changed: number;
            /**
             * Format: int64
             * @description How many only the present settings would have banned
             */
            only_present: number;
            present: components["schemas"]["RehearsalSide"];
            /** @description An expression that keeps fail2ban busy; nothing else is told then. Null if there is none */
            refused: components["schemas"]["Refusal"] | null;
            /** @description Whether that expression is in use */
            refused_present: boolean;
            /** @description Whether both sides look for the same */
            same_expressions: boolean;
            /** Format: date-time */
            since: string;
            /** @description Where they are from */
            source: string;
            /** Format: date-time */
            until: string;
        };
        RehearsalSide: {
            /**
             * Format: int64
             * @description How many would have been banned
             */
            addresses: number;
            /**
             * Format: int64
             * @description -1 is permanent
             */
            ban_time_seconds: number;
            /**
             * Format: int64
             * @description How often all together
             */
            bans: number;
            /**
             * Format: int64
             * @description Failures with a time
             */
            failures: number;
            /** Format: int64 */
            find_time_seconds: number;
            /** @description Whether a program decides, too, which is not run here */
            ignore_command: boolean;
            increment_enabled: boolean;
            /** Format: int64 */
            max_retry: number;
            /**
             * Format: int64
             * @description The longest of repeated bans; null if not limited
             */
            max_time_seconds: number | null;
            /** @description Whether bans get longer by a formula that cannot be evaluated here; doubling is assumed */
            own_formula: boolean;
            /**
             * Format: int64
             * @description Matched lines without a time, which are left out
             */
            undated: number;
        };
        RehearseBody: {
            /** @description Settings that are to be different */
            change?: components["schemas"]["RehearseChange"];
            /**
             * Format: int64
             * @description How far to go back in its log
             */
            days: number;
            /** @description What the configuration is to be like */
            draft?: components["schemas"]["FileChange"][];
            /**
             * @description A jail of the configuration
             * @example sshd
             */
            jail: string;
            /** @description Expressions that are to be different */
            own?: components["schemas"]["Expressions"];
            /** @description Changed is as your draft would have it; files in draft count over it */
            use_draft?: boolean;
        };
        RehearseChange: {
            /**
             * Format: int64
             * @description 1 or more, or -1 for permanent
             */
            ban_time_seconds?: number;
            /** Format: int64 */
            find_time_seconds?: number;
            /** @description Whether repeated bans get longer */
            increment_enabled?: boolean;
            /** Format: int64 */
            max_retry?: number;
        };
        ReplicaBody: {
            /** @description Where other replicas join it; empty if nowhere */
            address: string;
            /** @description Whether it has shown itself lately */
            alive: boolean;
            /**
             * Format: date-time
             * @description When it last showed itself
             */
            beat_at: string;
            /**
             * Format: int64
             * @description Its clock minus the database's
             */
            clock_skew_ms: number;
            /** @description The hosts that it looks after */
            hosts: string[];
            id: string;
            /** @description The replicas that it exchanges messages with */
            linked: string[];
            machine: string;
            /** Format: int64 */
            pid: number;
            /** @description Whether it is the one that answers */
            self: boolean;
            /**
             * Format: int64
             * @description How long ago that is, by the database's clock
             */
            silent_seconds: number;
            /** @description The hosts that it would take over */
            standby: string[];
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            state: "serving" | "stopping" | "silent";
            /** @description What it runs at present */
            tasks: string[];
            /** @description Where it answers; empty for a unix socket */
            url: string;
            /** @description BanGUI's own */
            version: string;
            warnings: components["schemas"]["ReplicaWarning"][];
        };
        ReplicaEvent: {
            /** @description Which replica came, left or changed */
            id: string;
        };
        ReplicaList: {
            /**
             * @description Only PostgreSQL can have several replicas
             * @enum {string}
             */
            database: "sqlite" | "postgresql";
            /** @description Longest serving first */
            items: components["schemas"]["ReplicaBody"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        ReplicaWarning: {
            /** @enum {string} */
            code: "clock_skew" | "version_differs" | "not_linked" | "silent" | "stopping";
            /** @description What to do about it */
            mend: string;
            message: string;
        };
        RestartInputBody: {
            /** @description Whether bans may be lost, because fail2ban has no database to restore them from */
            accept_loss?: boolean;
        };
        RestoreInputBody: {
            /** @description The files as they were before the revision, not after it */
            before?: boolean;
            /** @description Whether a draft may be replaced */
            replace?: boolean;
        };
        ResyncEvent: Record<string, never>;
        RevisionBody: {
            author: string;
            /**
             * Format: date-time
             * @description When it is taken back, while it waits to be confirmed
             */
            confirm_by: string | null;
            /**
             * Format: int64
             * @description 0 if it does not wait to be confirmed
             */
            confirm_within_seconds: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            /** @description What went wrong first, if something did */
            failure: components["schemas"]["RevisionFailure"] | null;
            /** @description By name */
            files: components["schemas"]["RevisionFile"][];
            host: string;
            /** Format: int64 */
            id: number;
            /** @description Whether it has come to its end */
            over: boolean;
            /** @enum {string} */
            phase: "checking" | "changing" | "waiting" | "undoing" | "applied" | "refused" | "rolled_back" | "undone" | "stuck";
            reason: string;
            /**
             * Format: int64
             * @description The revision whose files it brought back
             */
            restores: number | null;
        };
        RevisionDetail: {
            author: string;
            /**
             * Format: date-time
             * @description When it is taken back, while it waits to be confirmed
             */
            confirm_by: string | null;
            /**
             * Format: int64
             * @description 0 if it does not wait to be confirmed
             */
            confirm_within_seconds: number;
            /** Format: date-time */
            created_at: string;
            /** @description By name */
            diffs: components["schemas"]["RevisionDiff"][];
            /** Format: date-time */
            ended_at: string | null;
            /** @description What went wrong first, if something did */
            failure: components["schemas"]["RevisionFailure"] | null;
            /** @description By name */
            files: components["schemas"]["RevisionFile"][];
            host: string;
            /** Format: int64 */
            id: number;
            /** @description Files that were not put back, because somebody else changed them meanwhile */
            left: string[];
            notes: string[];
            /** @description Whether it has come to its end */
            over: boolean;
            /** @enum {string} */
            phase: "checking" | "changing" | "waiting" | "undoing" | "applied" | "refused" | "rolled_back" | "undone" | "stuck";
            reason: string;
            /**
             * Format: int64
             * @description The revision whose files it brought back
             */
            restores: number | null;
            /** @description Those begun so far, in their order */
            steps: components["schemas"]["RevisionStep"][];
        };
        RevisionDiff: {
            /** @description Unified */
            diff: string;
            /** Format: int64 */
            lines_added: number;
            /** Format: int64 */
            lines_removed: number;
            name: string;
        };
        RevisionEvent: {
            host: string;
            /**
             * Format: int64
             * @description Which change of a configuration was made or has got on
             */
            id: number;
        };
        RevisionFailure: {
            jail: string;
            mend: string;
            /** @description In fail2ban's own words where it is fail2ban that refused */
            message: string;
            /** @description All of them, if there were several */
            objections: components["schemas"]["DraftObjection"][];
            /** @example jail */
            step: string;
        };
        RevisionFile: {
            /** @enum {string} */
            change: "added" | "changed" | "removed";
            /** Format: int64 */
            lines_added: number;
            /** Format: int64 */
            lines_removed: number;
            name: string;
        };
        RevisionPage: {
            /** @description Newest first */
            items: components["schemas"]["RevisionBody"][];
            /** @description Continues the list; null at its end */
            next_cursor: string | null;
        };
        RevisionStep: {
            /** Format: date-time */
            at: string;
            /** @description Empty for steps that are not about one */
            jail: string;
            /** @enum {string} */
            name: "rules" | "hashes" | "findings" | "client" | "trial" | "probe" | "loss" | "stage" | "swap" | "server" | "jail" | "verify" | "settle" | "confirm" | "put_back" | "server_back" | "jail_back" | "verify_back";
            /** @enum {string} */
            state: "running" | "done" | "failed" | "skipped";
            /** @description What was done or found; may be empty */
            text: string;
            /** Format: int64 */
            took_ms: number;
        };
        SampleBody: {
            /** Format: int64 */
            line: number;
            /** @description May be cut */
            text: string;
        };
        ScheduleBody: {
            /** @description Who has asked for a run that has not ended; empty if nobody has */
            asked_by: string;
            /**
             * @description A cron expression of five fields; empty if it has none
             * @example 30 3 * * *
             */
            cron: string;
            /** @description Whether somebody has changed it */
            custom: boolean;
            /** @description How it is when nobody has changed it */
            default: components["schemas"]["Timetable"];
            description: string;
            enabled: boolean;
            /**
             * Format: int64
             * @description 0 if it does not run at an interval
             */
            every_seconds: number;
            /** @description The newest run that has ended */
            last: components["schemas"]["JobBody"] | null;
            /**
             * @description What happens when its time came and nobody was there
             * @enum {string}
             */
            missed: "once" | "skip";
            /**
             * Format: date-time
             * @description Null if it only runs on demand, or is disabled
             */
            next_run_at: string | null;
            /** @description The run in progress */
            running: components["schemas"]["JobBody"] | null;
            /** @example history.cleanup */
            task: string;
            /** @description For people */
            title: string;
            /**
             * @description The time zone of the cron expression
             * @example UTC
             */
            zone: string;
        };
        ScheduleChange: {
            /** @description Five fields, or @daily and the like; empty for none */
            cron?: string;
            enabled?: boolean;
            /**
             * Format: int64
             * @description 1 or more; 0 for none
             */
            every_seconds?: number;
            /** @enum {string} */
            missed?: "once" | "skip";
            /** @description Back to the default; nothing else may be given then */
            reset?: boolean;
            /** @description An IANA name */
            zone?: string;
        };
        ScheduleList: {
            /** @description By task */
            items: components["schemas"]["ScheduleBody"][];
            /** @description Always null: the list is complete */
            next_cursor: string | null;
        };
        Sentence: {
            /** Format: int64 */
            bans: number;
            /** Format: int64 */
            failures: number;
            /** Format: date-time */
            first: string;
            /**
             * Format: int64
             * @description Failures that came while it would have been banned
             */
            prevented: number;
            /** @description The beginnings of the first 20 bans */
            times: string[];
            /**
             * Format: date-time
             * @description The end of the last ban; null is permanent
             */
            until: string | null;
        };
        ServerBody: {
            /**
             * Format: date-time
             * @description When fail2ban was asked
             */
            at: string;
            /**
             * Format: int64
             * @description How many addresses are banned, in all jails
             */
            bans: number;
            /** @description Empty if fail2ban remembers nothing over a restart */
            database: string;
            host: string;
            /** @example INFO */
            log_level: string;
            /**
             * @description A file, or a word such as SYSLOG
             * @example /var/log/fail2ban.log
             */
            log_target: string;
            /**
             * Format: int64
             * @description How many lines are kept of each ban; 0 without a database
             */
            max_matches: number;
            /**
             * Format: int64
             * @description 0 without a database
             */
            purge_age_seconds: number;
            /** @description Whether it can be restarted through this API */
            restart: boolean;
            /** @description Why it cannot; null if it can */
            restart_obstacle: components["schemas"]["ConfigObstacle"] | null;
            /** @example auto */
            syslog_socket: string;
            /**
             * @description The service that runs it; empty if that is not known
             * @example fail2ban.service
             */
            unit: string;
            /** @example 1.1.0 */
            version: string;
        };
        SessionBody: {
            /** @description Where this request came from; empty for a unix socket */
            client_address: string;
            /**
             * Format: date-time
             * @description When the session ends in any case
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When the session ends if it is not used
             */
            idle_expires_at: string;
            /** @description What the user may do */
            permissions: string[];
            /** Format: date-time */
            signed_in_at: string;
            /** @description An IANA name such as Europe/Berlin */
            timezone: string;
            user: components["schemas"]["SessionUser"];
            /** @description BanGUI's own version */
            version: string;
        };
        SessionUser: {
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            role: "viewer" | "operator" | "administrator";
            username: string;
        };
        SetupDefaults: {
            fail2ban_config_dir: string;
            fail2ban_socket: string;
            /** Format: int64 */
            session_duration_minutes: number;
            timezone: string;
        };
        SetupState: {
            completed: boolean;
            /** @description What the form begins with; null when completed */
            defaults: components["schemas"]["SetupDefaults"] | null;
        };
        SignInRequest: {
            /** Format: password */
            password: string;
            username: string;
        };
        StatPoint: {
            /**
             * Format: date-time
             * @description The beginning of the bucket
             */
            at: string;
            /** Format: int64 */
            n: number;
        };
        StatsSeries: {
            /** @description A point for each bucket */
            bans: components["schemas"]["StatPoint"][];
            /** @description A point for each bucket; empty if they are not counted */
            failures: components["schemas"]["StatPoint"][];
        };
        StatsSummary: {
            /**
             * Format: int64
             * @description In force now, of the host and jail
             */
            active_bans: number;
            /** Format: int64 */
            bans: number;
            /**
             * Format: int64
             * @description In the time of the same length before; null if the history does not reach back that far, or has no counts by the hour there any more
             */
            bans_before: number | null;
            /**
             * Format: int64
             * @description About: where clocks change, a bucket may be an hour off
             */
            bucket_seconds: number;
            /** @description The numbers come from a sample, because there are too many bans to look at for these filters */
            estimated: boolean;
            /**
             * Format: int64
             * @description Null with filters for which they are not counted: they have neither country nor origin
             */
            failures: number | null;
            /**
             * Format: int64
             * @description In the time of the same length before
             */
            failures_before: number | null;
            /**
             * Format: date-time
             * @description The beginning of the first bucket
             */
            from: string;
            hosts: components["schemas"]["HostTotals"];
            jails: components["schemas"]["JailTotals"];
            /** Format: date-time */
            last_ban_at: string | null;
            /** @description Empty if from and to were given */
            range: string;
            series: components["schemas"]["StatsSeries"];
            timezone: string;
            /**
             * Format: date-time
             * @description Exclusive; the end of the last bucket
             */
            to: string;
            /** @description Of fail2ban, each once */
            versions: string[];
        };
        StatsTrend: {
            /** @description Total for as many buckets before; empty if the history does not reach back that far, or has no counts by the hour there any more */
            before: number[];
            /**
             * Format: int64
             * @description About: where clocks change, a bucket may be an hour off
             */
            bucket_seconds: number;
            /** @description Where each begins */
            buckets: string[];
            /** @description The numbers come from a sample, because there are too many bans to look at for these filters */
            estimated: boolean;
            /**
             * Format: date-time
             * @description The beginning of the first bucket
             */
            from: string;
            /** @description Most bans first, at most 5 */
            jails: components["schemas"]["JailLine"][];
            /** @description All other jails together; null if there are none */
            other: components["schemas"]["CountLine"] | null;
            /** @description Empty if from and to were given */
            range: string;
            /** Format: int64 */
            sum: number;
            /** Format: int64 */
            sum_before: number | null;
            timezone: string;
            /**
             * Format: date-time
             * @description Exclusive; the end of the last bucket
             */
            to: string;
            total: number[];
        };
        TestBody: {
            /** @description What the configuration is to be like */
            draft?: components["schemas"]["FileChange"][];
            /**
             * @description A filter by itself, if there is no jail
             * @example sshd
             */
            filter?: string;
            /**
             * @description A jail of the configuration: its expressions are meant, its time zone and its logs
             * @example sshd
             */
            jail?: string;
            /** @description The lines to try; of each, the first 8192 bytes count */
            lines?: string[];
            /** @description Takes lines from a log of the jail instead */
            log?: components["schemas"]["LogPiece"];
            /** @description Other expressions instead of those of the jail or the filter */
            own?: components["schemas"]["Expressions"];
            /** @description Also looks for expressions that would keep fail2ban busy for ever, with lines made for that */
            probe?: boolean;
            /** @description With the files of your draft, as they would be; those in draft count over them */
            use_draft?: boolean;
        };
        TestResult: {
            /** @description What was tried */
            expressions: components["schemas"]["Expressions"];
            /** @description How many lines each fail_regex matched */
            hits: number[];
            /** @description How many lines each ignore_regex matched */
            ignore_hits: number[];
            /** @description One for each line, in order */
            lines: components["schemas"]["TestedLine"][];
            /** @description Whether it was looked for such expressions, with all lines made for that or until one was found */
            probed: boolean;
            /** @description The expression that cannot be used, because it keeps fail2ban busy; null if there is none */
            refused: components["schemas"]["Refusal"] | null;
            /** @description An expression that keeps fail2ban busy for seconds with a line of some thousand characters; null if there is none, or if one is refused */
            slow: components["schemas"]["Refusal"] | null;
            /** @description Whether there was no time for all lines, those included that were made to look for such expressions */
            time_up: boolean;
            /** Format: double */
            took_seconds: number;
            /** @description The fail2ban that was asked; empty if none was, because there were no lines */
            version: string;
        };
        TestedLine: {
            /**
             * Format: date-time
             * @description The time that was found in the line; null if none was, or if that was not told
             */
            at: string | null;
            /** @description Whether the line was too long, and only its beginning was tried */
            cut: boolean;
            /** @description The form of the date in fail2ban's words; may be empty */
            date_form: string;
            /** @description The address or other ban id; may be empty */
            id: string;
            /**
             * Format: int64
             * @description Which of fail_regex, or for ignored of ignore_regex, from 0; null for all else
             */
            index: number | null;
            /** @description For a missed line, the expression that matches the longest beginning; null if none does, or if there was no time */
            near: components["schemas"]["NearMiss"] | null;
            /**
             * @description Skipped are empty lines and those that begin with #
             * @enum {string}
             */
            outcome: "matched" | "remembered" | "ignored" | "missed" | "skipped" | "untried";
            /** @description The whole line in pieces */
            parts: components["schemas"]["WhyPart"][];
            text: string;
            /** Format: int64 */
            took_ms: number;
            /** @description May be empty */
            user: string;
        };
        Timetable: {
            cron: string;
            /** Format: int64 */
            every_seconds: number;
            /** @enum {string} */
            missed: "once" | "skip";
            zone: string;
        };
        WhyBody: {
            /** @description Whether the lines were compared with the expressions that the jail has now */
            available: boolean;
            /** Format: int64 */
            ban_id: number;
            /** @description Whether there was time to compare all lines with all expressions */
            complete: boolean;
            host: string;
            jail: string;
            /** @description The matched lines that fail2ban kept, oldest first */
            lines: components["schemas"]["WhyLine"][];
            /** @description Expressions that were not tried, or not on all lines */
            problems: components["schemas"]["WhyProblem"][];
            /** @description Why they were not; empty if they were */
            reason: string;
        };
        WhyCapture: {
            /** @example user */
            name: string;
            text: string;
        };
        WhyLine: {
            /** @description The address, name or other ban id that it captures; may be empty */
            address: string;
            /** @description All named groups that match something, by name */
            captures: components["schemas"]["WhyCapture"][];
            /** @description The expression, with tags expanded; empty if none matches */
            expression: string;
            /**
             * Format: int64
             * @description Which one in that list, from 0: the first that matches. Null if none does
             */
            index: number | null;
            /**
             * @description Whether an expression matches the line: one of the jail's fail_regex, or one of ignore_regex
             * @enum {string}
             */
            outcome: "matched" | "ignored" | "unmatched" | "untried" | "too_long";
            /** @description The whole line in pieces */
            parts: components["schemas"]["WhyPart"][];
            /** @description The line is no failure by itself: fail2ban remembers it for another one of the same session */
            remembered: boolean;
            text: string;
            /** @description The user that it captures; may be empty */
            user: string;
        };
        WhyPart: {
            /** @description The group that captures it; else empty */
            name: string;
            /**
             * @description What the piece is to the expression: not part of the match, a date that was cut out before, part of the match, or captured by a group
             * @enum {string}
             */
            role: "none" | "date" | "matched" | "address" | "user" | "captured";
            text: string;
        };
        WhyProblem: {
            expression: string;
            /**
             * Format: int64
             * @description Which one in the list, from 0
             */
            index: number;
            /** @enum {string} */
            list: "prefregex" | "failregex" | "ignoreregex";
            /** @description Why, as in: the expression takes too long to be tried on these lines */
            message: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "get-address": {
        parameters: {
            query?: {
                /** @description Makes a network of an address: proxies may not pass on a slash within a path */
                prefix?: number;
            };
            header?: never;
            path: {
                /** @description An address, a network such as 192.0.2.0%2F24, or another ban id */
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressReport"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-address-name": {
        parameters: {
            query?: {
                /** @description Makes a network of an address: proxies may not pass on a slash within a path */
                prefix?: number;
            };
            header?: never;
            path: {
                /** @description An address, a network such as 192.0.2.0%2F24, or another ban id */
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressNameOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-allowances": {
        parameters: {
            query?: {
                /** @description Those in force only, or those that have ended only */
                active?: "true" | "false";
                /** @description Those without an end only, or those with one only */
                standing?: "true" | "false";
                /** @description Part of the address, the name or one of its addresses, of the note or of the name of who made it */
                q?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllowancePage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "create-allowances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAllowancesBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateAllowancesOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-configured-allowances": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfiguredAllowancesOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "draft-allowances": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigureAllowancesOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "preview-allowances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewAllowancesInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewAllowancesOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-protected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtectedOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "end-allowance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndAllowanceOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "edit-allowance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditAllowanceInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllowanceBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "resolve-allowance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllowanceBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-audit": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                /** @description Such as session.create, or session.* for all of them */
                action?: string;
                actor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-bans": {
        parameters: {
            query?: {
                /** @description Bans that began then or later */
                from?: string;
                /** @description Bans that began before */
                to?: string;
                host?: string;
                jail?: string;
                /** @description An address or network */
                address?: string;
                /** @description A ban id that is not an address, such as a user name, all of it */
                id?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
                /** @description Looked for in the matched lines, and in ban ids that are not addresses */
                q?: string;
                /** @description The next_cursor of the answer before, with the same filters */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "create-bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBansBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanResults"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "lift-bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiftBansBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanResults"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-active-bans": {
        parameters: {
            query?: {
                host?: string;
                jail?: string;
                /** @description Looked for in address, jail and reason; a network also finds what lies in it */
                q?: string;
                /** @description The next_cursor of the answer before, with the same filters */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveBanPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "count-bans": {
        parameters: {
            query?: {
                /** @description Bans that began then or later */
                from?: string;
                /** @description Bans that began before */
                to?: string;
                host?: string;
                jail?: string;
                /** @description An address or network */
                address?: string;
                /** @description A ban id that is not an address, such as a user name, all of it */
                id?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
                /** @description Looked for in the matched lines, and in ban ids that are not addresses */
                q?: string;
                /** @description Look at each ban, which may take a while, instead of estimating */
                exact?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanAmount"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "export-bans": {
        parameters: {
            query?: {
                /** @description Bans that began then or later */
                from?: string;
                /** @description Bans that began before */
                to?: string;
                host?: string;
                jail?: string;
                /** @description An address or network */
                address?: string;
                /** @description A ban id that is not an address, such as a user name, all of it */
                id?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
                /** @description Looked for in the matched lines, and in ban ids that are not addresses */
                q?: string;
                format?: "csv" | "jsonl";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                    "text/csv": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-ban": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "explain-ban": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "read-batch": {
        parameters: {
            query: {
                /** @description What to read: path and query of a GET of this API, below /api/v1 */
                get: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A line for each path, in the order in which they are done: {"index": 0, "status": 200, "body": …} */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-blocklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "create-blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBlocklist"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogueOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "count-dropped": {
        parameters: {
            query?: {
                /** @description Up to now; the default is 24h */
                range?: "24h" | "7d" | "30d" | "365d";
                /** @description Together with to, instead of range */
                from?: string;
                to?: string;
                /** @description The time zone in which days begin; UTC by default */
                tz?: string;
                /** @description 0 for all */
                list?: number;
                host?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DroppedSeries"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-enforcement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnforcementsOutputBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "change-enforcement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEnforcementInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnforcementBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "look-up-blocklists": {
        parameters: {
            query: {
                /** @description An address or a network */
                address: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "preview-blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewOrder"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "delete-blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "change-blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlocklistChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "accept-blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptBlocklistInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "cancel-import": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-entries": {
        parameters: {
            query?: {
                /** @description An address or network: entries that overlap it */
                q?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "import-blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-imports": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-import": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-config-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigOptionList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-config": {
        parameters: {
            query?: {
                /** @description With the files of your draft, as they would be */
                draft?: boolean;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-config-action": {
        parameters: {
            query?: {
                /** @description With the files of your draft, as they would be */
                draft?: boolean;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
                /** @description The action's name */
                action: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigPart"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-bench": {
        parameters: {
            query?: {
                /** @description With the files of your draft, as they would be */
                draft?: boolean;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BenchBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-changed-by-hand": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ByHandList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "discard-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "apply-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "assign-in-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "check-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftCheck"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "add-definition-to-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDefinitionInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "edit-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftEditsInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "put-draft-file": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftFileChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "take-out-of-draft": {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "add-jail-to-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewJailInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "remove-in-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftRemoveInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-config-file": {
        parameters: {
            query: {
                /** @description Below the directory */
                name: string;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigFileBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-config-filter": {
        parameters: {
            query?: {
                /** @description With the files of your draft, as they would be */
                draft?: boolean;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
                /** @description The filter's name */
                filter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigPart"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-config-jail": {
        parameters: {
            query?: {
                /** @description With the files of your draft, as they would be */
                draft?: boolean;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
                /** @description The jail's name */
                jail: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigPart"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-activation": {
        parameters: {
            query?: {
                /** @description With the files of your draft, as they would be */
                draft?: boolean;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
                /** @description The jail's name */
                jail: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivationBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    rehearse: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Encoding"?: string;
            };
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RehearseBody"];
            };
        };
        responses: {
            /** @description OK: lines of JSON, of which the last one has the report or a problem */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": components["schemas"]["RehearsalLine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-config-server": {
        parameters: {
            query?: {
                /** @description With the files of your draft, as they would be */
                draft?: boolean;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigPart"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "test-filter": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestResult"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "stream-events": {
        parameters: {
            query?: never;
            header?: {
                /** @description Set by browsers when they come back: what was missed comes first */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": ({
                        data: components["schemas"]["AllowanceEvent"];
                        /** @enum {string} */
                        event: "allowance";
                        id: string;
                    } | {
                        data: components["schemas"]["BanEvent"];
                        /** @enum {string} */
                        event: "ban";
                        id: string;
                    } | {
                        data: components["schemas"]["BlocklistEvent"];
                        /** @enum {string} */
                        event: "blocklist";
                        id: string;
                    } | {
                        data: components["schemas"]["HelloEvent"];
                        /** @enum {string} */
                        event: "hello";
                        id: string;
                    } | {
                        data: components["schemas"]["HostEvent"];
                        /** @enum {string} */
                        event: "host";
                        id: string;
                    } | {
                        data: components["schemas"]["JailEvent"];
                        /** @enum {string} */
                        event: "jail";
                        id: string;
                    } | {
                        data: components["schemas"]["JobEvent"];
                        /** @enum {string} */
                        event: "job";
                        id: string;
                    } | {
                        data: components["schemas"]["ReplicaEvent"];
                        /** @enum {string} */
                        event: "replica";
                        id: string;
                    } | {
                        data: components["schemas"]["ResyncEvent"];
                        /** @enum {string} */
                        event: "resync";
                        id: string;
                    } | {
                        data: components["schemas"]["RevisionEvent"];
                        /** @enum {string} */
                        event: "revision";
                        id: string;
                    } | {
                        data: components["schemas"]["BanEvent"];
                        /** @enum {string} */
                        event: "unban";
                        id: string;
                    })[];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-geo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GeoBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-host": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-jails": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JailList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-jail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
                /** @description The jail's name */
                jail: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JailBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "change-jail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
                /** @description The jail's name */
                jail: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeJailBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JailBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "control-jail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
                /** @description The jail's name */
                jail: string;
                action: "start" | "stop" | "reload" | "idle" | "resume";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JailStatus"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "read-log": {
        parameters: {
            query?: {
                /** @description The next_cursor of an earlier answer: continues to older records */
                before?: string;
                /** @description The tail_cursor of an earlier answer: tells what was written since */
                after?: string;
                limit?: number;
                /** @description Leaves out what is less severe */
                level?: "DEBUG" | "INFO" | "NOTICE" | "WARNING" | "ERROR" | "CRITICAL";
                /** @description Leaves out records that are not about this jail */
                jail?: string;
                /** @description Leaves out records without this text */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-server": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "flush-logs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "restart-server": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The host's name */
                host: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestartInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-jobs": {
        parameters: {
            query?: {
                task?: string;
                state?: "running" | "succeeded" | "failed" | "cancelled" | "lost" | "released";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-job": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "cancel-job": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-job-lines": {
        parameters: {
            query?: {
                /** @description Lines with a larger number only */
                after?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobLinePage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-openapi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-replicas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplicaList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-revisions": {
        parameters: {
            query?: {
                host?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-revision": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "compare-revision": {
        parameters: {
            query?: {
                /** @description Another revision of the same host; absent or 0 means the files as they are now */
                with?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiffList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "confirm-revision": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "restore-revision": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "undo-revision": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionDetail"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "list-schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "change-schedule": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "run-schedule": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "complete-setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteSetupRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "check-setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckSetupRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "count-by-address": {
        parameters: {
            query?: {
                /** @description Up to now; the default is 24h */
                range?: "24h" | "7d" | "30d" | "365d";
                /** @description Together with to, instead of range */
                from?: string;
                to?: string;
                /** @description The time zone in which days begin; UTC by default */
                tz?: string;
                host?: string;
                jail?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressRanking"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "count-by-country": {
        parameters: {
            query?: {
                /** @description Up to now; the default is 24h */
                range?: "24h" | "7d" | "30d" | "365d";
                /** @description Together with to, instead of range */
                from?: string;
                to?: string;
                /** @description The time zone in which days begin; UTC by default */
                tz?: string;
                host?: string;
                jail?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountryRanking"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "count-by-jail": {
        parameters: {
            query?: {
                /** @description Up to now; the default is 24h */
                range?: "24h" | "7d" | "30d" | "365d";
                /** @description Together with to, instead of range */
                from?: string;
                to?: string;
                /** @description The time zone in which days begin; UTC by default */
                tz?: string;
                host?: string;
                jail?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JailRanking"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "count-by-network": {
        parameters: {
            query?: {
                /** @description Up to now; the default is 24h */
                range?: "24h" | "7d" | "30d" | "365d";
                /** @description Together with to, instead of range */
                from?: string;
                to?: string;
                /** @description The time zone in which days begin; UTC by default */
                tz?: string;
                host?: string;
                jail?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkRanking"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-summary": {
        parameters: {
            query?: {
                /** @description Up to now; the default is 24h */
                range?: "24h" | "7d" | "30d" | "365d";
                /** @description Together with to, instead of range */
                from?: string;
                to?: string;
                /** @description The time zone in which days begin; UTC by default */
                tz?: string;
                host?: string;
                jail?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsSummary"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    "get-trend": {
        parameters: {
            query?: {
                /** @description Up to now; the default is 24h */
                range?: "24h" | "7d" | "30d" | "365d";
                /** @description Together with to, instead of range */
                from?: string;
                to?: string;
                /** @description The time zone in which days begin; UTC by default */
                tz?: string;
                host?: string;
                jail?: string;
                /** @description ISO 3166-1; ZZ for unknown */
                country?: string;
                origin?: "detected" | "manual" | "blocklist" | "fleet";
                /** @description The number of a network's owner; 0 for all */
                asn?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsTrend"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
}
