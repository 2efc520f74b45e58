// What is happening, live: figures, new bans, and why an address is banned.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { assertInnocent } from "../lib/page.js";
import { startStory } from "../lib/story.js";

describe("dashboard", () => {
	let story;

	before(async () => {
		story = await startStory();
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const rows = (page) => page.getByRole("table", { name: "Recent bans" }).getByRole("row");
	const rowOf = (page, address) => rows(page).filter({ hasText: address });

	test("an empty history says why and offers a wider range", async () => {
		const page = await story.open("/");
		await page.getByText("fail2ban is running and has not banned anybody yet.").waitFor();
		await page.getByRole("button", { name: "Show 7 days" }).click();
		await page.waitForURL("**/?range=7d");
		assert.equal(await page.getByRole("radio", { name: "7 days" }).isChecked(), true);
	});

	test("an attack appears within seconds, without a reload", async () => {
		const page = await story.open("/");
		await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
		await page.evaluate(() => (window.sameDocument = true));
		const began = performance.now();
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await rowOf(page, "198.51.100.7").waitFor({ timeout: 10_000 });
		const seconds = (performance.now() - began) / 1000;
		assert.ok(seconds < 5, `it took ${seconds.toFixed(1)} s`);
		assert.equal(await page.evaluate(() => window.sameDocument), true);
		await page.getByRole("link", { name: /Active bans\s*1\s*in 1 of 4 jails/ }).waitFor();
		assertInnocent(page);
	});

	test("while the pointer is on the table new bans wait", async () => {
		const page = await story.open("/");
		await rowOf(page, "198.51.100.7").hover();
		await story.fail2ban.attack("postfix-sasl", "198.51.100.8");
		const waiting = page.getByRole("button", { name: "1 new – show" });
		await waiting.waitFor({ timeout: 10_000 });
		assert.equal(await rowOf(page, "198.51.100.8").count(), 0);
		await waiting.click();
		await rowOf(page, "198.51.100.8").waitFor();
	});

	test("a ban tells why: the lines that led to it", async () => {
		const page = await story.open("/");
		await rowOf(page, "198.51.100.7").getByRole("cell").first().click();
		const sheet = page.getByRole("dialog");
		await sheet.getByRole("heading", { name: "Why" }).waitFor();
		await sheet.getByRole("listitem").filter({ hasText: /sshd.*198\.51\.100\.7/ }).first().waitFor();
		assert.equal(await sheet.getByRole("listitem").filter({ hasText: "198.51.100.7" }).count(), 3);
		await sheet.getByText("None: this is its only ban in the history.").waitFor();
		await page.keyboard.press("Escape");
		await sheet.waitFor({ state: "hidden" });
	});

	test("figures, range and filter are in the address", async () => {
		const page = await story.open("/?range=30d");
		await page.getByRole("link", { name: /Bans in 30 days\s*2/ }).waitFor();
		await page.getByRole("link", { name: /Jails running\s*4\s*all of 4/ }).waitFor();
		await page.getByRole("region", { name: "Bans by jail" }).getByRole("button", { name: /sshd/ }).click();
		await page.waitForURL(/jail=sshd/);
		await rowOf(page, "198.51.100.8").waitFor({ state: "detached" });
		await page.reload();
		await page.getByRole("link", { name: /Bans in 30 days\s*1/ }).waitFor();
		assert.equal(await page.getByRole("radio", { name: "30 days" }).isChecked(), true);
		await page.keyboard.press("[");
		await page.waitForURL(/range=7d/);
	});

	test("a ban can be lifted from here", async () => {
		const page = await story.open("/");
		await page.getByRole("button", { name: "What to do with 198.51.100.8" }).click();
		await page.getByRole("menuitem", { name: "Unban" }).click();
		await page.getByText("198.51.100.8 unbanned from postfix-sasl").waitFor();
		const { items } = await story.api("GET", "/bans/active");
		assert.deepEqual(items.map(({ address }) => address), ["198.51.100.7"]);
	});
});
