// What breaks, and how the pages behave meanwhile.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { setUp, startBanGUI, until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("outage", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await until(async () => (await story.api("GET", "/bans/active")).total === 1, "the ban");
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const banner = (page) => page.getByText("local is unreachable.");
	const row = (page) => page.getByRole("row").filter({ hasText: "198.51.100.7" });

	test("fail2ban dies: the page says so within seconds, and keeps what it knew", async () => {
		const page = await story.open("/bans");
		await row(page).waitFor();
		const began = performance.now();
		await story.fail2ban.kill();
		await banner(page).waitFor({ timeout: 60_000 });
		const seconds = (performance.now() - began) / 1000;
		assert.ok(seconds < 20, `it took ${seconds.toFixed(1)} s`);
		await page.getByText(/fail2ban is not running/).waitFor();
		await page.getByText(/Start it:/).waitFor();
		await page.getByText(/as of \d/).first().waitFor();
		await row(page).waitFor();
		await page.getByRole("link", { name: "Dashboard" }).click();
		await page.getByText("local is unreachable", { exact: true }).waitFor();
		await row(page).waitFor();
		await story.fail2ban.restart();
		await banner(page).waitFor({ state: "detached", timeout: 60_000 });
		await page.getByText("local is reachable").waitFor();
	});

	test("fail2ban hangs: that is told too, and passes", async () => {
		const page = await story.open("/");
		await page.getByText("local is reachable").waitFor();
		await story.fail2ban.pause();
		await banner(page).waitFor({ timeout: 60_000 });
		await story.fail2ban.resume();
		await banner(page).waitFor({ state: "detached", timeout: 60_000 });
	});

	test("BanGUI stops: the page waits for it and goes on by itself", async () => {
		const page = await story.open("/");
		const state = page.getByRole("status");
		await state.filter({ hasText: "Live" }).waitFor();
		await row(page).waitFor();
		const { dir, port } = story.server;
		await story.server.stop();
		await state.filter({ hasText: "Reconnecting…" }).waitFor({ timeout: 60_000 });
		await row(page).waitFor();
		story.server = await startBanGUI(story.fail2ban, { dir, port });
		await state.filter({ hasText: "Live" }).waitFor({ timeout: 30_000 });
		await story.fail2ban.attack("sshd", "198.51.100.8");
		await page.getByRole("row").filter({ hasText: "198.51.100.8" }).waitFor({ timeout: 60_000 });
	});

	test("BanGUI comes back within seconds: nobody notices", async () => {
		const page = await story.open("/");
		const state = page.getByRole("status");
		await state.filter({ hasText: "Live" }).waitFor();
		await row(page).first().waitFor();
		const { dir, port } = story.server;
		await story.server.kill();
		story.server = await startBanGUI(story.fail2ban, { dir, port });
		await row(page).first().waitFor();
		await state.filter({ hasText: "Live" }).waitFor();
		assert.equal(await page.getByRole("alert").count(), 0);
		assert.equal(await page.getByText("BanGUI does not answer").count(), 0);
	});

	test("BanGUI is killed: nothing that was said to be done is lost", async () => {
		await story.api("POST", "/bans", { addresses: ["198.51.100.9"], jail: "sshd", reason: "before the crash" });
		const { dir, port } = story.server;
		await story.server.kill();
		story.server = await startBanGUI(story.fail2ban, { dir, port });
		const { completed } = await story.api("GET", "/setup");
		assert.equal(completed, true);
		const { items } = await story.api("GET", "/bans/active");
		assert.deepEqual(items.map(({ address }) => address).sort(), ["198.51.100.7", "198.51.100.8", "198.51.100.9"]);
		const page = await story.open("/bans");
		await page.getByRole("row").filter({ hasText: "198.51.100.9" }).getByRole("cell").nth(1).click();
		await page.getByText("before the crash").first().waitFor();
		await assert.rejects(setUp(story.server), /409/);
	});
});
