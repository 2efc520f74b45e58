// Generated from api/openapi.json by "npm run api"; do not edit.

export interface paths {
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
    "/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All hosts */
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
        /** One host */
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
        /** Jails of a host */
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
        /** One jail */
        get: operations["get-jail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change settings at run time */
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
        /** Start, stop, reload, idle, resume */
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
        /** fail2ban’s log */
        get: operations["read-log"];
        put?: never;
        post?: never;
        delete?: never;
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
        /** Active bans */
        get: operations["list-active-bans"];
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
        /** Bans, newest first */
        get: operations["list-bans"];
        put?: never;
        /** Ban addresses */
        post: operations["ban"];
        /** Lift bans */
        delete: operations["unban"];
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
        /** One ban with its evidence */
        get: operations["get-ban"];
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
        /** Figures and series */
        get: operations["summary"];
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
        /** Bans by jail */
        get: operations["jail-shares"];
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
            problem: components["schemas"]["SetupProblem"] | null;
            reachable: boolean;
            /** @description fail2ban's version; empty if not reachable */
            version: string;
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
        SetupProblem: {
            /** @enum {string} */
            code: "not_installed" | "not_running" | "no_permission" | "not_answering" | "bad_reply" | "away";
            /** @description What to do about it */
            mend: string;
            message: string;
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
        Problem: {
            /** @enum {string} */
            code: "not_installed" | "not_running" | "no_permission" | "not_answering" | "bad_reply" | "away";
            message: string;
            mend: string;
        };
        User: {
            id: string;
            username: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "administrator";
        };
        JailCounts: {
            total: number;
            running: number;
            idle: number;
            stopped: number;
        };
        Host: {
            name: string;
            local: boolean;
            reachable: boolean;
            problem: components["schemas"]["Problem"] | null;
            /** Format: date-time */
            as_of: string | null;
            age_seconds: number | null;
            /** Format: date-time */
            last_seen_at: string | null;
            version: string;
            paths: {
                socket: string;
                config_dir: string;
                database: string;
                log: string;
            };
            log_level: string;
            purge_age_seconds: number;
            jails: components["schemas"]["JailCounts"];
            failed_now: number;
            failed_total: number;
            banned_now: number;
            banned_total: number;
            /** Format: date-time */
            last_ban_at: string | null;
        };
        HostList: {
            items: components["schemas"]["Host"][];
            next_cursor: string | null;
        };
        JailStatus: {
            host: string;
            name: string;
            /** @enum {string} */
            state: "running" | "idle" | "stopped";
            backend: string;
            failed_now: number;
            failed_total: number;
            banned_now: number;
            banned_total: number;
            bans_24h: number;
        };
        JailStatusList: {
            items: components["schemas"]["JailStatus"][];
            next_cursor: null;
            reachable: boolean;
            /** Format: date-time */
            as_of: string | null;
            problem: components["schemas"]["Problem"] | null;
        };
        JailSettings: {
            ban_time_seconds: number;
            find_time_seconds: number;
            max_retry: number;
            max_matches: number;
            max_lines: number;
            use_dns: string;
            ignore_self: boolean;
            increment: {
                enabled: boolean;
                factor: string;
                formula: string;
                multipliers: string;
                max_time_seconds: number | null;
                random_time_seconds: number | null;
                overall_jails: boolean;
            };
        };
        JailAction: {
            name: string;
            ban: string;
            unban: string;
            parameters: {
                [key: string]: string;
            };
        };
        JailDetail: {
            host: string;
            name: string;
            /** @enum {string} */
            state: "running" | "idle" | "stopped";
            backend: string;
            failed_now: number;
            failed_total: number;
            banned_now: number;
            banned_total: number;
            bans_24h: number;
            /** Format: date-time */
            as_of: string;
            reachable: boolean;
            problem: components["schemas"]["Problem"] | null;
            settings: components["schemas"]["JailSettings"] | null;
            ignore: string[];
            ignore_command: string;
            log_paths: string[];
            journal_matches: string[];
            log_encoding: string;
            log_timezone: string;
            pref_regex: string;
            fail_regex: string[];
            ignore_regex: string[];
            date_pattern: string;
            actions: components["schemas"]["JailAction"][];
        };
        JailChange: {
            ban_time_seconds?: number;
            find_time_seconds?: number;
            max_retry?: number;
            max_matches?: number;
            use_dns?: string;
            ignore_self?: boolean;
            increment_enabled?: boolean;
            max_ban_time_seconds?: number;
            add_ignore?: string[];
            remove_ignore?: string[];
        };
        LogLine: {
            /** Format: date-time */
            at: string;
            level: string;
            logger: string;
            message: string;
        };
        LogLineList: {
            items: components["schemas"]["LogLine"][];
            next_cursor: string | null;
        };
        Ban: {
            id: string;
            host: string;
            jail: string;
            address: string;
            /** Format: date-time */
            banned_at: string;
            /** Format: date-time */
            until: string | null;
            ban_time_seconds: number | null;
            permanent: boolean;
            active: boolean;
            /** Format: date-time */
            ended_at: string | null;
            /** @enum {string|null} */
            ended_by: "expired" | "unbanned" | "repealed" | "unknown" | null;
            ended_actor: string;
            /** @enum {string} */
            origin: "detected" | "manual" | "blocklist" | "fleet";
            actor: string;
            reason: string;
            failures: number;
            count: number;
            evidence: string[];
            evidence_lines: number;
            country: string;
        };
        BanList: {
            items: components["schemas"]["Ban"][];
            next_cursor: string | null;
        };
        ActiveBanList: {
            items: components["schemas"]["Ban"][];
            next_cursor: string | null;
            total: number;
        };
        BanRequest: {
            addresses: string[];
            hosts?: string[];
            jail: string;
            reason?: string;
            force?: boolean;
        };
        UnbanRequest: {
            addresses?: string[];
            hosts?: string[];
            jails?: string[];
            all?: boolean;
        };
        Result: {
            address: string;
            host: string;
            jail: string;
            /** @enum {string} */
            outcome: "banned" | "already_banned" | "pending" | "ignored" | "needs_confirmation" | "invalid" | "duplicate" | "unreachable" | "failed" | "unbanned" | "not_banned";
            code: string;
            message: string;
            ban_id?: string;
        };
        ResultList: {
            items: components["schemas"]["Result"][];
            summary: {
                [key: string]: number;
            };
        };
        Point: {
            /** Format: date-time */
            at: string;
            n: number;
        };
        Summary: {
            range: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            active_bans: number;
            bans: number;
            bans_before: number;
            failures: number;
            failures_before: number;
            hosts: {
                total: number;
                reachable: number;
            };
            jails: components["schemas"]["JailCounts"];
            versions: string[];
            /** Format: date-time */
            last_ban_at: string | null;
            series: {
                bucket_seconds: number;
                bans: components["schemas"]["Point"][];
                failures: components["schemas"]["Point"][];
            };
        };
        JailShareList: {
            items: {
                jail: string;
                n: number;
                share: number;
            }[];
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
            /** @description Problem */
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
                    "application/json": components["schemas"]["Host"];
                };
            };
            /** @description Problem */
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
                    "application/json": components["schemas"]["JailStatusList"];
                };
            };
            /** @description Problem */
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
                host: string;
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
                    "application/json": components["schemas"]["JailDetail"];
                };
            };
            /** @description Problem */
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
                host: string;
                jail: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JailChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JailDetail"];
                };
            };
            /** @description Problem */
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
                host: string;
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
            /** @description Problem */
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
                before?: string;
                limit?: number;
                level?: string;
                q?: string;
            };
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["LogLineList"];
                };
            };
            /** @description Problem */
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
                    "application/json": components["schemas"]["ActiveBanList"];
                };
            };
            /** @description Problem */
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
                from?: string;
                to?: string;
                host?: string;
                jail?: string;
                address?: string;
                country?: string;
                origin?: string;
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
                    "application/json": components["schemas"]["BanList"];
                };
            };
            /** @description Problem */
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
    ban: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BanRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultList"];
                };
            };
            /** @description Problem */
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
    unban: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnbanRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultList"];
                };
            };
            /** @description Problem */
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
                id: string;
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
                    "application/json": components["schemas"]["Ban"];
                };
            };
            /** @description Problem */
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
    summary: {
        parameters: {
            query?: {
                range?: "24h" | "7d" | "30d" | "365d";
                from?: string;
                to?: string;
                host?: string;
                jail?: string;
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
                    "application/json": components["schemas"]["Summary"];
                };
            };
            /** @description Problem */
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
    "jail-shares": {
        parameters: {
            query?: {
                range?: "24h" | "7d" | "30d" | "365d";
                host?: string;
                jail?: string;
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
                    "application/json": components["schemas"]["JailShareList"];
                };
            };
            /** @description Problem */
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
