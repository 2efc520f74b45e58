// Several BanGUIs on one PostgreSQL and one fail2ban.
import { startPostgres } from "./postgres.js";
import { startBanGUI } from "./server.js";

/** Starts them one after the other; the first one holds the host, which is called mail-1. */
export async function startReplicas(fail2ban, count) {
	const postgres = await startPostgres();
	const args = ["--database-url", postgres.url, "--host-name", "mail-1"];
	const servers = [];
	for (let i = 0; i < count; i++) servers.push(await startBanGUI(fail2ban, { args }));
	return {
		servers,
		async close() {
			await Promise.all(servers.map((server) => server.close()));
			await postgres.close();
		},
	};
}
