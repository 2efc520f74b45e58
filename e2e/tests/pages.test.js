// Every page and every dialog in both colour schemes, on a screen and on a phone: accessible, quiet, and not too wide.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, openPage, phone } from "../lib/page.js";
import { startBanGUI, until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

const pages = [
	{ path: "/", shows: (page) => page.getByText("198.51.100.7", { exact: true }) },
	{ path: "/bans", shows: (page) => page.getByText("198.51.100.7", { exact: true }) },
	{ path: "/history", shows: (page) => page.getByText("198.51.100.7", { exact: true }) },
	{ path: "/addresses/198.51.100.7", shows: (page) => page.getByRole("heading", { name: "Why" }) },
	{ path: "/jails", shows: (page) => page.getByRole("link", { name: "sshd" }) },
	{ path: "/jails/local/sshd", shows: (page) => page.getByRole("heading", { name: "How it works" }) },
	{ path: "/jails/local/sshd?tab=banned", shows: (page) => page.getByText("198.51.100.7", { exact: true }) },
	{ path: "/jails/local/sshd?tab=ignore", shows: (page) => page.getByRole("button", { name: "Add" }) },
	{ path: "/jails/local/sshd?tab=settings", shows: (page) => page.getByLabel("Max retry") },
	{ path: "/jails/local/sshd?tab=expressions", shows: (page) => page.getByRole("heading", { name: "Fail expressions" }) },
	{ path: "/jails/local/nothing", shows: (page) => page.getByText("There is no jail") },
	{ path: "/log", shows: (page) => page.getByRole("list", { name: "Records" }).getByRole("listitem") },
	{ path: "/configuration/workbench", shows: (page) => page.getByLabel("failregex", { exact: true }) },
	{ path: "/jobs", shows: (page) => page.getByRole("table", { name: "Schedules" }).or(page.getByRole("list", { name: "Schedules" })) },
	{ path: "/revisions", shows: (page) => page.getByText("The configuration has not been changed here yet.") },
	{ path: "/revisions/999999", shows: (page) => page.getByText("There is no such revision.") },
	{ path: "/configuration/local/review", shows: (page) => page.getByText("Your draft is empty.") },
	{ path: "/jobs/999999", shows: (page) => page.getByText("There is no such job.") },
	{ path: "/replicas", shows: (page) => page.getByText("answers you now") },
	{ path: "/api-docs", shows: (page) => page.getByRole("heading", { level: 1 }) },
	{ path: "/no/such/page", shows: (page) => page.getByRole("heading", { level: 1 }) },
];

const firstBan = (page) => page.getByRole("table").getByRole("row").filter({ hasText: "198.51.100.7" }).getByRole("cell").nth(1);

const dialogs = [
	{ name: "ban dialog", path: "/bans", open: (page) => page.getByRole("button", { name: "Ban", exact: true }).click(), shows: "Ban addresses" },
	{ name: "unban all", path: "/bans", open: (page) => page.getByRole("button", { name: "Unban all" }).click(), shows: /Lift 2 bans/ },
	{ name: "evidence", path: "/bans", open: (page) => firstBan(page).click(), shows: "198.51.100.7" },
	{ name: "stop a jail", path: "/jails/local/sshd", open: (page) => page.getByRole("button", { name: "Stop…" }).click(), shows: "Stop jail sshd on local?" },
	{ name: "palette", path: "/", open: (page) => page.keyboard.press("Control+k"), shows: "Search or run a command" },
	{ name: "help", path: "/", open: (page) => page.keyboard.press("?"), shows: "Keyboard shortcuts" },
];

describe("pages", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await story.fail2ban.attack("postfix-sasl", "2001:db8:85a3:8d3:1319:8a2e:370:7348");
		await until(async () => (await story.api("GET", "/bans/active")).total === 2, "the bans");
	});

	after(() => story?.close());

	for (const [device, viewport] of Object.entries({ desktop, phone })) {
		test(`all on a ${device}`, async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/", { viewport });
			for (const { path, shows } of pages) {
				await t.test(path, async () => {
					await page.goto(path);
					await shows(page).first().waitFor();
					await assertAccessible(page, path);
					await assertFits(page, path);
					assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, "one h1");
					assert.match(await page.title(), / · BanGUI$/);
				});
			}
			await t.test("quiet", () => assertInnocent(page, /status of 404/));
		});
	}

	test("dialogs", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/");
		for (const { name, path, open, shows } of dialogs) {
			await t.test(name, async () => {
				await page.goto(path);
				await firstBan(page).or(page.getByRole("heading", { name: "How it works" })).first().waitFor();
				await open(page);
				const dialog = page.getByRole("dialog", { name: shows });
				await dialog.waitFor();
				await assertAccessible(page, name);
				await page.keyboard.press("Escape");
				await dialog.waitFor({ state: "hidden" });
			});
		}
		await t.test("account menu", async () => {
			await page.getByRole("button", { name: "Account" }).click();
			await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
			await assertAccessible(page, "account menu");
		});
		await t.test("quiet", () => assertInnocent(page));
	});

	test("menu and sheet on a phone", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/bans", { viewport: phone });
		await page.getByRole("button", { name: "Open menu" }).click();
		const menu = page.getByRole("dialog");
		await menu.getByRole("link", { name: "Jails" }).waitFor();
		await assertAccessible(page, "menu");
		await menu.getByRole("link", { name: /Active bans/ }).click();
		await menu.waitFor({ state: "hidden" });
		await page.getByRole("button", { name: /198\.51\.100\.7/ }).first().click();
		await page.getByRole("heading", { name: "Why" }).waitFor();
		await assertAccessible(page, "sheet");
		await assertFits(page, "sheet");
		assertInnocent(page);
	});

	for (const scheme of ["light", "dark"]) {
		test(`set-up and sign-in in ${scheme}`, async () => {
			const fresh = await startBanGUI(story.fail2ban);
			for (const viewport of [desktop, phone]) {
				for (const [base, path, title] of [
					[fresh.base, "/setup", "Set up BanGUI"],
					[story.server.base, "/sign-in", "Sign in"],
				]) {
					const page = await openPage(story.browser, { base, scheme, viewport });
					await page.goto(path);
					await page.getByRole("heading", { level: 1, name: title }).waitFor();
					await page.getByLabel("User name").waitFor();
					await assertAccessible(page, path);
					await assertFits(page, path);
					assertInnocent(page, /status of 401/);
					await page.context().close();
				}
			}
			await fresh.close();
		});
	}

	test("the keyboard goes everywhere", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/");
		const heading = (name) => page.getByRole("heading", { level: 1, name });
		await heading("Dashboard").waitFor();
		await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		assert.equal(await page.evaluate(() => document.activeElement.id), "main", "the skip link leads to the content");
		for (const [key, name] of [["b", "Active bans"], ["h", "History"], ["d", "Dashboard"], ["a", "API"], ["o", "Jobs"], ["r", "Replicas"]]) {
			await page.keyboard.press("g");
			await page.keyboard.press(key);
			await heading(new RegExp(name)).waitFor();
			await page.waitForFunction(() => document.activeElement.tagName === "H1");
		}
		await page.keyboard.press("g");
		await page.keyboard.press("j");
		await page.waitForURL(/\/jails/);
		await page.keyboard.press("g");
		await page.keyboard.press("b");
		await firstBan(page).waitFor();
		await page.keyboard.press("/");
		assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Search active bans");
		await page.keyboard.press("Control+k");
		await page.getByRole("dialog", { name: "Search or run a command" }).waitFor();
		await page.keyboard.type("203.0.113.50");
		await page.getByText("Ban 203.0.113.50…").click();
		const dialog = page.getByRole("dialog", { name: "Ban addresses" });
		await dialog.waitFor();
		assert.equal(await dialog.getByLabel("Addresses or networks").inputValue(), "203.0.113.50");
	});

	test("the dashboard stands still and is light", async () => {
		const addresses = Array.from({ length: 60 }, (_, i) => `192.0.0.${i + 1}`);
		await story.api("POST", "/bans", { addresses, jail: "recidive" });
		const page = await story.open("about:blank");
		await page.addInitScript(() => {
			window.shift = 0;
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
			}).observe({ type: "layout-shift", buffered: true });
		});
		await page.goto("/");
		await page.getByText("192.0.0.60", { exact: true }).waitFor();
		await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
		const shift = await page.evaluate(() => window.shift);
		assert.ok(shift < 0.05, `it shifted by ${shift.toFixed(3)}`);
		const elements = await page.evaluate(() => document.querySelectorAll("*").length);
		assert.ok(elements < 1500, `it has ${elements} elements`);
	});
});
