// Takes the pictures of docs/guide: `node e2e/screenshots.js`, or `make screenshots`. With names, e.g. `history address`, only those.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { alone, hindrance, startOutside } from "./lib/alone.js";
import { startReplicas } from "./lib/fleet.js";
import { listOf, startLists } from "./lib/lists.js";
import { desktop, openPage, phone } from "./lib/page.js";
import { seed, setUp, startBanGUI, token, until } from "./lib/server.js";
import { startStory } from "./lib/story.js";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs/guide/screenshots");

/** How many addresses attack each jail; a few more are banned by hand. */
const attacks = { sshd: 31, "nginx-http-auth": 14, "postfix-sasl": 11 };

/** Attacks everything, and has a neighbour that attacks too. */
const visitor = "45.148.10.77";

/** The same plausible public addresses each time. */
function* addresses() {
	const networks = ["45.148", "61.177", "80.94", "92.255", "103.145", "121.22", "141.98", "179.43", "185.234", "193.32", "218.92"];
	for (let n = 1; ; n = (n * 48_271) % 2_147_483_647) {
		const network = networks[n % networks.length];
		yield n % 9 === 0 ? `2a06:4880:${(n % 61_440).toString(16)}::${(n % 4_096).toString(16)}` : `${network}.${(n >> 8) % 256}.${(n >> 16) % 254 + 1}`;
	}
}

async function fill({ api, fail2ban }) {
	const next = addresses();
	const most = Math.max(...Object.values(attacks));
	for (let round = 0; round < most; round++) {
		for (const [jail, count] of Object.entries(attacks)) {
			if (Math.floor((round * count) / most) === Math.floor(((round + 1) * count) / most)) continue;
			await fail2ban.attack(jail, next.next().value, 3 + (round % 4));
		}
		await sleep(700);
	}
	for (const jail of Object.keys(attacks)) await fail2ban.attack(jail, visitor, 4);
	await fail2ban.attack("sshd", "45.148.10.81", 3);
	const byHand = [next.next().value, next.next().value, "91.240.118.0/24"];
	await api("POST", "/bans", { addresses: byHand, jail: "recidive", reason: "scans for /wp-login.php since Monday" });
	const total = Object.values(attacks).reduce((sum, n) => sum + n, byHand.length);
	await until(async () => (await api("GET", "/bans/active?limit=1")).total >= total - 3, "the bans", 60_000);
	// Three failures that have not led to a ban yet.
	await fail2ban.attack("sshd", "198.51.100.77", 1);
}

/** What is taken, and what to wait for or do before. */
const shots = [
	{ name: "sign-in", path: "/sign-in", signedOut: true, ready: (page) => page.getByLabel("User name").waitFor() },
	{ name: "dashboard", path: "/?range=30d", aged: true, ready: ready("Recent bans") },
	{ name: "map", path: "/map?range=30d", aged: true, ready: ready("Countries") },
	{ name: "bans", path: "/bans", ready: ready("Active bans") },
	{ name: "ban-dialog", path: "/bans", ready: banDialog },
	{ name: "why", path: "/bans", ready: why },
	{ name: "history", path: "/history?range=30d", aged: true, ready: ready("Bans") },
	{ name: "address", path: `/addresses/${visitor}`, ready: (page) => page.getByRole("table", { name: "Neighbours" }).waitFor() },
	{ name: "jails", path: "/jails", ready: (page) => page.getByRole("link", { name: "sshd" }).first().waitFor() },
	{ name: "jail", path: "/jails/local/sshd", ready: (page) => page.getByRole("heading", { name: "How it works" }).waitFor() },
	{ name: "jail-settings", path: "/jails/local/sshd?tab=settings", ready: (page) => page.getByLabel("Max retry").waitFor() },
	{ name: "configuration", path: "/configuration", ready: (page) => page.getByRole("link", { name: "sshd" }).first().waitFor() },
	{ name: "configuration-jail", path: "/configuration/local/jails/sshd", ready: (page) => page.getByText("maxretry", { exact: true }).first().waitFor() },
	{ name: "allowances", path: "/allowlist", ready: (page) => page.getByText("While BanGUI is away").waitFor() },
	{ name: "blocklists", path: "/blocklists", listed: true, ready: (page) => page.getByText("Failing").first().waitFor() },
	{ name: "blocklist", path: "/blocklists/1", listed: true, ready: (page) => page.getByText(/single addresses/).waitFor() },
	{ name: "blocklist-preview", path: "/blocklists/1?part=settings", listed: true, ready: preview },
	{ name: "blocklist-catalogue", path: "/blocklists/add", ready: (page) => page.getByText("Tor exit nodes").waitFor() },
	{ name: "workbench", path: "/configuration/workbench?jail=sshd", ready: workbench },
	{ name: "rehearsal", path: "/configuration/workbench?jail=sshd&view=rehearsal", ready: rehearsal },
	{ name: "log", path: "/log", ready: (page) => page.getByRole("list", { name: "Records" }).getByRole("listitem").first().waitFor() },
	{ name: "jobs", path: "/jobs", ready: (page) => page.getByText("Remove old bans").first().waitFor() },
	{ name: "palette", path: "/", ready: palette },
	{ name: "api", path: "/api-docs", ready: (page) => page.getByRole("heading", { level: 1 }).waitFor() },
];

function ready(list) {
	return (page) => page.getByRole("table", { name: list }).or(page.getByRole("list", { name: list })).first().waitFor();
}

async function banDialog(page) {
	await ready("Active bans")(page);
	await page.getByRole("button", { name: "Ban", exact: true }).click();
	const dialog = page.getByRole("dialog", { name: "Ban addresses" });
	await dialog.getByLabel("Addresses or networks").fill("45.95.147.236\n2a06:4880:8000::11, 91.240.118.0/24\n010.4.1.9 45.95.147.236");
	await dialog.getByRole("combobox", { name: "Jail" }).click();
	await page.getByRole("option", { name: "recidive" }).click();
	await dialog.getByLabel("Reason").fill("scans for /wp-login.php");
}

async function why(page) {
	await ready("Active bans")(page);
	const cell = page.getByRole("row").filter({ hasText: "sshd" }).first().getByRole("cell").nth(1);
	const item = page.getByRole("list", { name: "Active bans" }).getByRole("button").filter({ hasText: "sshd" }).first();
	await cell.or(item).click();
	await page.getByRole("heading", { name: "Why" }).waitFor();
	await page.getByText(/only ban in the history/).waitFor();
}

async function allowances(page) {
	await page.evaluate(async () => {
		const orders = [
			{ addresses: ["198.51.100.7"], duration_seconds: 7200, reason: "a colleague who mistyped", lift: true },
			{ addresses: ["192.0.2.0/28"], duration_seconds: 604800, reason: "scan by our auditors", lift: false, jails: ["sshd"] },
		];
		const there = (await (await fetch("/api/v1/allowances")).json()).items;
		if (there.length > 0) return;
		const headers = { "Content-Type": "application/json", "X-BanGUI-Request": "1" };
		for (const order of orders) await fetch("/api/v1/allowances", { method: "POST", headers, body: JSON.stringify(order) });
	});
	await page.reload();
	await page.getByText("198.51.100.7").first().waitFor();
}

async function preview(page) {
	await page.getByRole("button", { name: "Look at it" }).click();
	await page.getByText(/a host name/).click();
}

/** Lists as they are in life, from a server on loopback; the kernel of this machine is left alone. */
async function fillLists({ api }, lists) {
	await api("PATCH", "/blocklists/enforcement/local", { mode: "off" });
	const common = { allow_private: ["127.0.0.1"], enabled: true };
	const wide = Array.from({ length: 4_000 }, (_, n) => `${11 + (n >> 8)}.${n & 255}.0.0/16`);
	await api("POST", "/blocklists", {
		...common, name: "blocklist.de", url: lists.publish("/all.txt", listOf(20_000, ["203.0.113.0/24", "name.example", "10.1.2.3:80", "127.0.0.1", "01.2.3.4"])),
		credit: "blocklist.de", homepage: "https://www.blocklist.de/", note: "Most of what sshd sees", schedule: { every_seconds: 7_200 },
	});
	await api("POST", "/blocklists", { ...common, name: "FireHOL level 1", url: lists.publish("/level1.netset", listOf(300, wide)), schedule: { cron: "30 3 * * *" } });
	await api("POST", "/blocklists", { ...common, name: "CINS Army", url: `${lists.base}/gone.txt` });
	await api("POST", "/blocklists", { name: "our own", text: "203.0.113.7\n2001:db8::/32\n" });
	await until(async () => (await api("GET", "/blocklists")).items.every((list) => !list.asked), "the imports", 30_000);
}

async function workbench(page) {
	const failure = "2026-11-27T06:00:00+00:00 host sshd[7]: Failed password for invalid user admin from";
	await page.getByLabel("Lines to try").fill(`${failure} 203.0.113.4 port 22 ssh2\n${failure} gateway.example port 22 ssh2\n`);
	await page.getByRole("button", { name: "Try" }).click();
	await page.getByText(/Nearest: failregex 1/).waitFor({ timeout: 30_000 });
}

async function rehearsal(page) {
	await page.getByLabel("Max retry").fill("2");
	await page.getByRole("button", { name: "Rehearse" }).click();
	await page.getByText(/more would have been banned|the same addresses/).waitFor({ timeout: 60_000 });
	await page.evaluate(() => document.activeElement?.blur());
}

async function palette(page) {
	await ready("Recent bans")(page);
	await page.keyboard.press("Control+k");
	await page.getByRole("dialog", { name: "Search or run a command" }).waitFor();
}

const sizes = { "": desktop, "-phone": phone };

async function take(open, { name, ready }) {
	for (const scheme of ["light", "dark"]) {
		for (const [suffix, viewport] of Object.entries(sizes)) {
			const page = await open({ scheme, viewport });
			await ready(page);
			await page.evaluate(() => document.fonts.ready);
			await sleep(400); // the pictures that are drawn after the data
			await page.screenshot({ path: join(folder, `${name}${suffix}-${scheme}.png`) });
			await page.context().close();
		}
	}
}

/** A server with a history of a year. */
async function takeAged({ browser, fail2ban }, chosen) {
	const server = await startBanGUI(fail2ban, { dir: seed(40_000, 1) });
	try {
		const storageState = await setUp(server);
		for (const shot of chosen) {
			const open = async (options) => {
				const page = await openPage(browser, { base: server.base, storageState, ...options });
				await page.goto(shot.path);
				return page;
			};
			await take(open, shot);
		}
	} finally {
		await server.close();
	}
}

/** Three servers on a PostgreSQL of their own. */
async function takeReplicas({ browser, fail2ban }) {
	const together = await startReplicas(fail2ban, 3);
	try {
		const [server] = together.servers;
		const storageState = await setUp(server);
		const open = async (options) => {
			const page = await openPage(browser, { base: server.base, storageState, ...options });
			await page.goto("/replicas");
			return page;
		};
		await take(open, { name: "replicas", ready: (page) => page.getByText("3 replicas act as one").waitFor({ timeout: 15_000 }) });
	} finally {
		await together.close();
	}
}

/** Lists in a kernel that drops packets. Needs a network of its own, and so a process of its own. */
async function takeEnforcement() {
	const outside = startOutside();
	const story = await startStory();
	try {
		const next = addresses();
		const lines = (n) => Array.from({ length: n }, () => next.next().value).filter((one) => !one.includes(":"));
		const lists = [
			["spamhaus-drop", ["198.51.100.0/25", "45.148.10.0/24", ...lines(900)], 10],
			["firehol-level1", ["198.51.100.128/26", "185.234.0.0/16", ...lines(2800)], 20],
			["our-own", ["198.51.100.200", "203.0.113.0/28"], 30],
		];
		await story.api("POST", "/allowlist", { addresses: ["198.51.100.9", "192.0.2.0/28"], lift: false, note: "our auditors" });
		for (const [name, entries, priority] of lists) await story.api("POST", "/blocklists", { name, text: entries.join("\n"), enabled: true, priority });
		const host = async () => (await story.api("GET", "/blocklists/enforcement")).items[0];
		await until(async () => (await host()).lists.filter((list) => list.in_force).length === lists.length, "the lists", 30_000);
		for (const [source, packets] of [["198.51.100.7", 412], ["198.51.100.140", 138], ["198.51.100.200", 57]]) outside.send(source, packets);
		await until(async () => (await story.api("GET", "/blocklists/dropped")).total.packets >= 607, "the counters", 40_000);
		const shots = [
			{ name: "enforcement", path: "/blocklists/enforcement" },
			{ name: "lookup", path: "/blocklists/enforcement?address=198.51.100.9" },
		];
		for (const { name, path } of shots) {
			const open = (options) => story.open(path, options);
			await take(open, { name, ready: (page) => page.getByRole("application", { name: "Dropped over time by list" }).waitFor() });
		}
	} finally {
		await story.close();
		outside.close();
	}
}

const names = process.argv.slice(2);
const wanted = ({ name }) => names.length === 0 || names.includes(name);

if (names.join() === "enforcement") {
	if (hindrance() !== "") throw new Error(hindrance());
	if (alone()) await takeEnforcement();
	process.exit();
}

const [story, lists] = await Promise.all([startStory(), startLists()]);
try {
	mkdirSync(folder, { recursive: true });
	await fill(story);
	const fresh = await startBanGUI(story.fail2ban);
	const setup = async (options) => {
		const page = await openPage(story.browser, { base: fresh.base, ...options });
		await page.goto(`/setup#token=${token}`);
		return page;
	};
	if (wanted({ name: "setup" })) await take(setup, { name: "setup", ready: (page) => page.getByText("Taken from the link").waitFor() });
	await fresh.close();
	if (shots.some((shot) => wanted(shot) && shot.listed)) await fillLists(story, lists);
	for (const shot of shots.filter((shot) => wanted(shot) && !shot.aged)) {
		const options = shot.signedOut ? { storageState: undefined } : {};
		await take((given) => story.open(shot.path, { ...given, ...options }), shot);
	}
	const aged = shots.filter((shot) => wanted(shot) && shot.aged);
	if (aged.length > 0) await takeAged(story, aged);
	if (wanted({ name: "replicas" })) await takeReplicas(story);
	if (names.length === 0) spawnSync(process.execPath, [fileURLToPath(import.meta.url), "enforcement"], { stdio: "inherit" });
} finally {
	await story.close();
	await lists.close();
}
