// The workbench: lines against the expressions of a jail or against one's own, with fail2ban's own program in its box.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

const failure = (address) => `2026-11-27T06:00:00+00:00 host sshd[7]: Failed password for invalid user admin from ${address} port 22 ssh2`;

describe("workbench", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await until(async () => (await story.api("GET", "/bans/active")).total === 1, "the ban");
	});

	after(() => story?.close());
	afterEach(async () => {
		await story.closePages();
		await story.api("DELETE", "/config/local/draft");
	});

	const lines = (page) => page.getByRole("list", { name: "Lines with what came of them" });
	const attempt = (page) => page.getByRole("button", { name: "Try" }).click();

	test("pasted lines are tried, and each says why", async () => {
		const page = await story.open("/configuration/workbench?jail=sshd");
		await page.getByLabel("Lines to try").fill(`${failure("192.0.2.4")}\n${failure("home")}\n# a comment\n`);
		await page.getByLabel("Lines to try").press("Control+Enter");
		const matched = lines(page).getByRole("listitem").filter({ hasText: "Matched" });
		await matched.getByRole("link", { name: "192.0.2.4" }).waitFor({ timeout: 30_000 });
		await matched.getByText("admin").first().waitFor();
		await lines(page).getByText(/Nearest: failregex 1 matches up to/).waitFor();
		await page.getByRole("group", { name: "Outcome" }).getByRole("button", { name: "Missed" }).click();
		await until(async () => (await lines(page).getByRole("listitem").count()) === 1, "the missed line only");
		await assertInnocent(page);
	});

	test("lines are taken from the log of the jail", async () => {
		const page = await story.open("/configuration/workbench?jail=sshd");
		await page.getByText("From the log", { exact: true }).click();
		await page.getByLabel("Last lines").fill("50");
		await attempt(page);
		await lines(page).getByRole("link", { name: "198.51.100.7" }).first().waitFor({ timeout: 30_000 });
	});

	test("own expressions: what fail2ban does not accept stands at the field, what it accepts is tried", async () => {
		const page = await story.open("/configuration/workbench?jail=sshd");
		await page.getByLabel("Lines to try").fill("mine 192.0.2.9");
		const field = page.getByLabel("failregex", { exact: true });
		await field.fill("^(mine <HOST>$");
		await attempt(page);
		await page.getByText(/Unable to compile regular expression/).first().waitFor({ timeout: 30_000 });
		assert.equal(await field.getAttribute("aria-invalid"), "true");
		await field.fill("^mine <HOST>$");
		await attempt(page);
		await lines(page).getByRole("link", { name: "192.0.2.9" }).waitFor({ timeout: 30_000 });
	});

	test("a filter of the draft is tried and rehearsed before it is applied", async () => {
		const draft = [{ op: "set", section: "sshd", option: "failregex", value: "^.* Failed password for .* from <ADDR> port 22 ssh2 now$" }, { op: "set", section: "sshd", option: "maxretry", value: "1" }];
		await story.api("POST", "/config/local/draft/edits", { edits: draft });
		const page = await story.open("/configuration/workbench?jail=sshd");
		await page.getByText("as in your draft", { exact: true }).waitFor();
		await page.getByLabel("Lines to try").fill(`${failure("192.0.2.4")}\n${failure("192.0.2.5")} now`);
		await attempt(page);
		await lines(page).getByRole("listitem").filter({ hasText: "Matched" }).getByRole("link", { name: "192.0.2.5" }).waitFor({ timeout: 30_000 });
		await lines(page).getByRole("listitem").filter({ hasText: "Missed" }).getByText("192.0.2.4").first().waitFor();
		await page.getByRole("switch", { name: "As in my draft" }).click({ force: true });
		await page.getByText("as configured", { exact: true }).waitFor();
		await attempt(page);
		await lines(page).getByRole("listitem").filter({ hasText: "Matched" }).getByRole("link", { name: "192.0.2.4" }).waitFor({ timeout: 30_000 });
		await page.getByRole("switch", { name: "As in my draft" }).click({ force: true });
		await page.getByRole("tab", { name: "Rehearsal" }).click();
		await page.getByText("The changed side is as in your draft").waitFor();
		await page.getByRole("button", { name: "Rehearse" }).click();
		await page.getByText(/would not have been banned any more/).first().waitFor({ timeout: 60_000 });
		await assertAccessible(page, "a rehearsal of the draft");
		assertInnocent(page);
	});

	test("an expression that never gets done is refused by name", async () => {
		const page = await story.open("/configuration/workbench?jail=sshd");
		await page.getByLabel("Lines to try").fill("fine 192.0.2.9");
		await page.getByLabel("failregex", { exact: true }).fill("^fine <HOST>$\n^bad (a+)+ <HOST>$");
		await attempt(page);
		await page.getByText("Do not use this: failregex 2 keeps fail2ban busy.").waitFor({ timeout: 60_000 });
	});

	test("a rehearsal tells who would have been banned with other settings, and who is signed in from there", async () => {
		await story.fail2ban.attack("sshd", "198.51.100.8", 2);
		await story.fail2ban.attack("sshd", "127.0.0.1", 2);
		const page = await story.open("/configuration/workbench?jail=sshd&view=rehearsal");
		await page.getByLabel("Max retry").fill("2");
		await page.getByRole("button", { name: "Rehearse" }).click();
		await page.getByText(/more would have been banned/).waitFor({ timeout: 60_000 });
		const row = (address) => page.getByRole("table", { name: "Who would have been banned" }).getByRole("row").filter({ hasText: address });
		await row("198.51.100.8").getByText("only changed").waitFor();
		await row("198.51.100.7").getByText(/1 ban/).first().waitFor();
		await row("127.0.0.1").getByText("admin is signed in from here").waitFor();
		await assertInnocent(page);
	});

	for (const [device, viewport] of Object.entries({ desktop, phone })) {
		test(`the rehearsal is accessible on a ${device}`, async () => {
			const page = await story.open("/configuration/workbench?jail=sshd&view=rehearsal", { viewport });
			await page.getByLabel("Max retry").fill("2");
			await page.getByRole("button", { name: "Rehearse" }).click();
			await page.getByText(/more would have been banned/).waitFor({ timeout: 60_000 });
			await assertAccessible(page, "the rehearsal");
			await assertFits(page, "the rehearsal");
		});
	}

	for (const [device, viewport] of Object.entries({ desktop, phone })) {
		test(`accessible on a ${device}`, async () => {
			const page = await story.open("/configuration/workbench?jail=sshd", { viewport });
			await page.getByLabel("Lines to try").fill(`${failure("192.0.2.4")}\n${failure("home")}`);
			await page.getByLabel("failregex", { exact: true }).press("End");
			await attempt(page);
			await lines(page).getByRole("link", { name: "192.0.2.4" }).waitFor({ timeout: 30_000 });
			await assertAccessible(page, "the workbench");
			await assertFits(page, "the workbench");
		});
	}
});
