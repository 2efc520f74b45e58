// Several replicas on one PostgreSQL, as people see them: signed in on one is signed in on all, and what one sees all show.
import { after, before, describe, test } from "node:test";
import { launch } from "../lib/chromium.js";
import { startReplicas } from "../lib/fleet.js";
import { assertAccessible, assertFits, assertInnocent, desktop, openPage, phone } from "../lib/page.js";
import { withoutPostgres } from "../lib/postgres.js";
import { setUp, signIn, startFail2ban, until } from "../lib/server.js";

describe("replicas on PostgreSQL", { skip: withoutPostgres }, () => {
	let browser;
	let fail2ban;
	let together;
	let storageState;

	before(async () => {
		fail2ban = await startFail2ban();
		together = await startReplicas(fail2ban, 3);
		storageState = await setUp(together.servers[0]);
		browser = await launch();
	});

	after(async () => {
		await browser?.close();
		await together?.close();
		await fail2ban?.close();
	});

	/** Opens a page of one of them. */
	async function open(t, server, path, options = {}) {
		const page = await openPage(browser, { base: server.base, storageState, ...options });
		t.after(() => page.context().close());
		await page.goto(path);
		return page;
	}

	async function replicas(server) {
		const Cookie = storageState.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
		return (await (await fetch(`${server.base}/api/v1/replicas`, { headers: { Cookie } })).json()).items;
	}

	const card = (page, { pid }) => page.getByRole("region", { name: `process ${pid}` });

	for (const [device, viewport] of Object.entries({ desktop, phone })) {
		test(`each tells of all on a ${device}`, async (t) => {
			const [first, second, third] = together.servers;
			const page = await open(t, second, "/replicas", { viewport });
			await page.getByText("3 replicas act as one").waitFor({ timeout: 60_000 });
			await card(page, second).getByText("answers you now").waitFor();
			await card(page, first).getByRole("link", { name: "mail-1" }).waitFor();
			for (const standby of [second, third]) await card(page, standby).getByText("Stands by for").waitFor();
			for (const other of [first, third]) await card(page, second).getByText(`· ${other.pid}`).waitFor();
			await assertAccessible(page, "replicas");
			await assertFits(page, "replicas");
			assertInnocent(page);
		});
	}

	test("a ban that the holder sees is live at another one's page", async (t) => {
		const page = await open(t, together.servers[2], "/bans");
		await page.getByText("Nobody is banned now").waitFor();
		await fail2ban.attack("sshd", "198.51.100.23");
		await page.getByText("198.51.100.23", { exact: true }).first().waitFor();
	});

	test("who signs out at one is asked to sign in at another one", async (t) => {
		const [first, second] = together.servers;
		const own = { storageState: await signIn(second) };
		const there = await open(t, first, "/jobs", own);
		await there.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
		const here = await open(t, second, "/", own);
		await here.getByRole("button", { name: "Account" }).click();
		await here.getByRole("menuitem", { name: "Sign out" }).click();
		await here.getByLabel("User name").waitFor();
		await there.goto("/replicas");
		await there.getByLabel("User name").waitFor();
	});

	test("one that is killed is shown as silent, and another one holds its host", async (t) => {
		const [first, second] = together.servers;
		const page = await open(t, second, "/replicas");
		await card(page, first).getByText("Serving").waitFor();
		await first.kill();
		await page.getByText("2 of 3 replicas alive").waitFor({ timeout: 30_000 });
		await card(page, first).getByText(/Silent, last heard/).waitFor();
		await card(page, first).getByText(/others have taken its work over/).waitFor();
		await card(page, first).getByRole("link", { name: "mail-1" }).waitFor({ state: "detached" });
		await until(async () => (await replicas(second)).some(({ alive, hosts }) => alive && hosts.includes("mail-1")), "another holder");
		await assertAccessible(page, "replicas, one of them silent");
	});
});
