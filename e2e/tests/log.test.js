// fail2ban's log: narrowed, followed, read backwards.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("log", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await until(async () => (await story.api("GET", "/bans/active")).total === 1, "the ban");
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const records = (page) => page.getByRole("list", { name: "Records" }).getByRole("listitem");

	test("what happens appears by itself, newest first, and leads to its pages", async () => {
		const page = await story.open("/log");
		await records(page).filter({ hasText: "Ban 198.51.100.7" }).first().waitFor();
		await story.fail2ban.attack("sshd", "198.51.100.20");
		await records(page).filter({ hasText: "Ban 198.51.100.20" }).first().waitFor({ timeout: 60_000 });
		await page.getByRole("link", { name: "198.51.100.20" }).first().click();
		await page.waitForURL(/\/addresses\/198\.51\.100\.20/);
		await assertInnocent(page);
	});

	test("paused, it stays as it is", async () => {
		const page = await story.open("/log");
		await records(page).first().waitFor();
		await page.getByRole("button", { name: "Pause" }).click();
		await story.fail2ban.attack("sshd", "198.51.100.21");
		await until(async () => (await story.api("GET", "/hosts/local/log?q=Ban%20198.51.100.21")).items.length > 0, "the record");
		await page.waitForTimeout(3_000);
		assert.equal(await records(page).filter({ hasText: "198.51.100.21" }).count(), 0);
		await page.getByRole("button", { name: "Follow" }).click();
		await records(page).filter({ hasText: "Ban 198.51.100.21" }).first().waitFor({ timeout: 60_000 });
	});

	test("narrowed by jail, level and text, in the URL", async () => {
		const page = await story.open("/log");
		await page.getByLabel("Jail").selectOption("sshd");
		await page.waitForURL(/jail=sshd/);
		await page.getByLabel("Level").selectOption("NOTICE");
		await page.getByLabel("Search the log").fill("198.51.100.7");
		await page.waitForURL(/q=198/);
		await until(async () => (await records(page).count()) === 1, "the one record");
		assert.match(await records(page).first().textContent(), /\[sshd\] Ban 198\.51\.100\.7/);
		await page.getByLabel("Search the log").fill("nothing of the kind");
		await page.getByText("No record matches").waitFor();
		await page.getByRole("main").getByRole("button", { name: "Clear filters" }).first().click();
		await records(page).first().waitFor();
	});

	test("g l leads here", async () => {
		const page = await story.open("/jobs");
		await page.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
		await page.keyboard.press("g");
		await page.keyboard.press("l");
		await page.waitForURL(/\/log/);
	});

	for (const [device, viewport] of Object.entries({ desktop, phone })) {
		test(`accessible on a ${device}`, async () => {
			const page = await story.open("/log?jail=sshd", { viewport });
			await records(page).filter({ hasText: "Ban 198.51.100.7" }).first().waitFor();
			await assertAccessible(page, "the log");
			await assertFits(page, "the log");
		});
	}
});
