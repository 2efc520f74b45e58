// Jails: look, control, change, and be told when fail2ban refuses.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("jails", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await until(async () => (await story.api("GET", "/bans/active")).total === 1, "the ban");
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const jail = (name) => story.api("GET", `/hosts/local/jails/${name}`);
	const stateOf = (name, state) => until(async () => (await jail(name)).state === state, `${name} to be ${state}`);
	const rowOf = (page, name) => page.getByRole("table", { name: "Jails" }).getByRole("row").filter({ hasText: name });

	test("the list shows all with state and counters, and filters", async () => {
		const page = await story.open("/jails", { viewport: { width: 1100, height: 800 } });
		await page.getByRole("heading", { level: 1, name: "Jails" }).waitFor();
		for (const name of ["nginx-http-auth", "postfix-sasl", "recidive", "sshd"]) await rowOf(page, name).getByText("Running").waitFor();
		await rowOf(page, "sshd").getByRole("cell", { name: "1 of 1" }).waitFor();
		await page.getByLabel("Filter jails").fill("ngin");
		await rowOf(page, "sshd").waitFor({ state: "detached" });
		await page.waitForURL(/q=ngin/);
	});

	test("the switch stops a jail after a question, and starts it", async () => {
		const page = await story.open("/jails", { viewport: { width: 1100, height: 800 } });
		const control = page.getByRole("switch", { name: "Jail postfix-sasl runs" });
		await control.click({ force: true });
		await page.getByRole("dialog", { name: "Stop jail postfix-sasl on local?" }).getByRole("button", { name: "Stop postfix-sasl" }).click();
		await rowOf(page, "postfix-sasl").getByText("Stopped").waitFor();
		await stateOf("postfix-sasl", "stopped");
		await control.click({ force: true });
		await rowOf(page, "postfix-sasl").getByText("Running").waitFor();
		await stateOf("postfix-sasl", "running");
	});

	test("a jail rests and goes on", async () => {
		const page = await story.open("/jails/local/sshd");
		await page.getByRole("button", { name: "Make idle" }).click();
		await page.getByRole("button", { name: "Resume" }).waitFor();
		await stateOf("sshd", "idle");
		await page.getByRole("button", { name: "Resume" }).click();
		await page.getByRole("button", { name: "Make idle" }).waitFor();
		await stateOf("sshd", "running");
	});

	test("reload keeps the bans", async () => {
		const page = await story.open("/jails/local/sshd");
		const answered = page.waitForResponse((answer) => answer.url().endsWith("/actions/reload"));
		await page.getByRole("button", { name: "Reload" }).click();
		assert.equal((await answered).status(), 200);
		await stateOf("sshd", "running");
		assert.equal((await jail("sshd")).banned_now, 1);
	});

	test("a broken configuration is refused in fail2ban's words, and the jail runs on", async () => {
		const filter = join(story.fail2ban.config, "filter.d", "sandbox-web.conf");
		const good = readFileSync(filter, "utf8");
		writeFileSync(filter, good.replace(/^failregex.*$/m, "failregex = ^broken (<HOST>$"));
		const page = await story.open("/jails/local/nginx-http-auth");
		await page.getByRole("button", { name: "Reload" }).click();
		await page.getByText(/unable to compile|unbalanced|missing \)|unterminated subpattern/i).first().waitFor({ timeout: 60_000 });
		assert.equal((await jail("nginx-http-auth")).state, "running");
		writeFileSync(filter, good);
		await story.fail2ban.attack("nginx-http-auth", "198.51.100.9");
		await until(async () => (await jail("nginx-http-auth")).banned_now === 1, "the jail to ban all the same");
	});

	test("settings change while it runs", async () => {
		const page = await story.open("/jails/local/recidive?tab=settings");
		await page.getByLabel("Max retry").fill("many");
		await page.getByText("1 change not saved").waitFor();
		assert.equal(await page.getByRole("button", { name: "Save" }).isDisabled(), true);
		await page.getByLabel("Max retry").fill("7");
		await page.getByLabel("Ban time").fill("1d 12h");
		await page.getByText("2 changes not saved").waitFor();
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("Settings of recidive saved.").waitFor();
		const { settings } = await jail("recidive");
		assert.equal(settings.max_retry, 7);
		assert.equal(settings.ban_time_seconds, 36 * 3600);
		await page.reload();
		assert.equal(await page.getByLabel("Max retry").inputValue(), "7");
	});

	test("the ignore list: add, refuse, remove, undo", async () => {
		const page = await story.open("/jails/local/sshd?tab=ignore");
		const list = page.getByRole("list", { name: "Never banned by this jail" });
		const entry = list.getByRole("listitem").filter({ hasText: "203.0.113.77" });
		const field = page.getByLabel("Address, network or host name");
		const ignored = async () => (await jail("sshd")).settings.ignore.includes("203.0.113.77");
		await field.fill("10.0.0.0/99");
		await page.getByRole("button", { name: "Add" }).click();
		await page.getByText(/is no address, network or host name/).waitFor();
		await field.fill("203.0.113.77");
		await page.getByRole("button", { name: "Add" }).click();
		await entry.waitFor();
		assert.equal(await ignored(), true);
		await page.getByRole("button", { name: "Remove 203.0.113.77" }).click();
		await entry.waitFor({ state: "detached" });
		await until(async () => !(await ignored()), "the entry to go");
		await page.getByRole("button", { name: "Undo" }).click();
		await entry.waitFor();
		await until(ignored, "the entry to be back");
	});

	test("tabs show what it reads and whom it bans", async () => {
		const page = await story.open("/jails/local/sshd");
		await page.getByRole("tabpanel", { name: "Overview" }).getByText(/sshd\.log/).waitFor();
		await page.getByRole("tab", { name: /Banned/ }).click();
		await page.waitForURL(/tab=banned/);
		await page.getByRole("tabpanel").getByText("198.51.100.7", { exact: true }).waitFor();
		await page.getByRole("tab", { name: "Expressions" }).click();
		await page.getByRole("tabpanel").getByText(/Failed/).first().waitFor();
	});

	test("a jail that is not there says so", async () => {
		const page = await story.open("/jails/local/nothing");
		await page.getByText("There is no jail “nothing” here.").waitFor();
		await page.getByRole("link", { name: "See all jails" }).waitFor();
	});
});
