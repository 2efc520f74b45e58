// Changing the configuration: edit, review, apply, what fails is put back, confirm, restore, changed by hand.
import assert from "node:assert/strict";
import { existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { assertAccessible, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("revisions", { timeout: 1_200_000 }, () => {
	let story;
	const own = "jail.d/zz-bangui.local";
	const file = (name) => join(story.fail2ban.config, name);
	const jail = (name) => story.api("GET", `/hosts/local/jails/${name}`);
	const latest = async () => (await story.api("GET", "/revisions?limit=1")).items[0];

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

	/** Fills in why, and applies. */
	async function apply(page, why, within = "No confirmation needed") {
		await page.getByLabel("Why").fill(why);
		await page.getByLabel("Safety net").selectOption({ label: within });
		await page.getByRole("button", { name: "Apply changes" }).click();
		await page.getByRole("heading", { level: 1, name: why }).waitFor();
	}

	test("an option is changed, reviewed and applied, and the ban stays", async () => {
		const page = await story.open("/configuration/local/jails/sshd", { viewport: desktop });
		await page.getByRole("button", { name: "Change maxretry" }).click();
		await page.getByRole("textbox", { name: /retr|failures/i }).fill("9");
		await page.getByRole("button", { name: "Keep in draft" }).click();
		await page.getByText("1 file is changed in your draft.").waitFor();
		assert.ok(!existsSync(file(own)), "nothing is written before it is applied");
		await page.getByRole("link", { name: "Review changes" }).click();
		await page.getByRole("heading", { level: 1, name: "Review changes" }).waitFor();
		await page.getByText("+maxretry = 9").waitFor();
		await page.getByText("maxretry changes from 3 to 9").waitFor();
		await assertAccessible(page, "the review");
		await apply(page, "Be patient with typing errors");
		await page.getByText("It came into force and stayed.").or(page.getByText("applied", { exact: true })).first().waitFor({ timeout: 30_000 });
		await until(async () => (await latest()).phase === "applied", "the end");
		await page.getByText("Exchange the files").waitFor();
		await assertAccessible(page, "a revision");
		assert.match(readFileSync(file(own), "utf8"), /\[sshd\]\nmaxretry = 9/);
		assert.equal((await jail("sshd")).settings?.max_retry ?? (await jail("sshd")).max_retry, 9);
		assert.equal((await jail("sshd")).banned_now, 1);
	});

	test("a file is changed in the editor; what fail2ban refuses is told, and nothing happens", async () => {
		const text = readFileSync(file(own), "utf8");
		const page = await story.open(`/configuration/local/file?name=${own}`, { viewport: desktop });
		const editor = page.getByRole("textbox", { name: `Text of ${own}` });
		await editor.click();
		await page.keyboard.press("Control+End");
		await page.keyboard.type("failregex = ^(?<=a+)b <HOST>$\n");
		await page.getByText("Not kept yet.").waitFor();
		await page.getByRole("button", { name: "Keep in draft" }).click();
		await page.getByText("in your draft", { exact: true }).waitFor();
		await page.getByRole("link", { name: "Review changes" }).click();
		await page.getByRole("heading", { name: "This cannot be applied" }).waitFor({ timeout: 60_000 });
		await page.getByText(/look-behind requires fixed-width|Unable to compile/).first().waitFor();
		await page.getByLabel("Why").fill("x");
		assert.ok(await page.getByRole("button", { name: "Apply changes" }).isDisabled());
		await page.getByRole("button", { name: "Take out" }).click();
		await page.getByText("Your draft is empty.").waitFor();
		assert.equal(readFileSync(file(own), "utf8"), text);
	});

	test("a change that fails in fail2ban is put back, and the page says which step failed, in fail2ban's words", async () => {
		const text = readFileSync(file(own), "utf8");
		const draft = await story.api("PUT", "/config/local/draft/file", { name: "action.d/sick.local", text: "[Definition]\nactionstart = echo 'no such table' >&2; exit 1\nactionban =\nactionunban =\n", base_hash: "" });
		assert.equal(draft.files.length, 1);
		await story.api("POST", "/config/local/draft/edits", { edits: [{ op: "set", section: "sshd", option: "action", value: "sick" }] });
		const page = await story.open("/configuration/local/review", { viewport: desktop });
		await page.getByText("restart", { exact: true }).waitFor({ timeout: 60_000 });
		await apply(page, "Another firewall");
		await page.getByText("It failed, and everything was put back as it was.").waitFor({ timeout: 60_000 });
		await page.getByText(/no such table/).first().waitFor();
		assert.equal((await latest()).phase, "rolled_back");
		assert.equal(readFileSync(file(own), "utf8"), text);
		assert.ok(!existsSync(file("action.d/sick.local")));
		await until(async () => (await jail("sshd")).banned_now === 1, "the ban to be back");
		await assertAccessible(page, "a revision that failed");
	});

	test("a change waits to be confirmed, on every page, and is undone", async () => {
		await story.api("POST", "/config/local/draft/edits", { edits: [{ op: "set", section: "sshd", option: "maxretry", value: "7" }] });
		const page = await story.open("/configuration/local/review", { viewport: phone });
		await page.getByText("maxretry changes from 9 to 7").waitFor({ timeout: 60_000 });
		await apply(page, "Only for a while", "Confirm within 5 min");
		const banner = page.getByRole("region", { name: "A change waits to be confirmed" });
		await banner.waitFor({ timeout: 30_000 });
		await assertAccessible(page, "the banner on a phone");
		await page.goto("/jails");
		await banner.getByRole("timer").waitFor();
		await banner.getByRole("button", { name: "Undo" }).click();
		await until(async () => (await latest()).phase === "undone", "the change to be taken back");
		await banner.waitFor({ state: "detached" });
		assert.match(readFileSync(file(own), "utf8"), /maxretry = 9/);
	});

	test("the state before a revision is restored through a draft", async () => {
		const first = (await story.api("GET", "/revisions")).items.at(-1);
		const page = await story.open("/revisions", { viewport: desktop });
		await page.getByRole("link", { name: first.reason }).waitFor();
		await assertAccessible(page, "the revisions");
		await page.getByRole("link", { name: first.reason }).click();
		await page.getByRole("button", { name: "Restore the state before…" }).click();
		await page.getByRole("button", { name: "Make a draft" }).click();
		await page.getByRole("heading", { level: 1, name: "Review changes" }).waitFor();
		await page.getByText("-maxretry = 9").waitFor();
		await apply(page, "Back to the beginning");
		await until(async () => (await latest()).phase === "applied", "the end");
		assert.ok(!existsSync(file(own)));
		assert.equal((await jail("sshd")).banned_now, 1);
	});

	test("what is changed by hand is shown and not overwritten", async () => {
		const changed = "[sshd]\nmaxretry = 4\n";
		await story.api("POST", "/config/local/draft/edits", { edits: [{ op: "set", section: "sshd", option: "maxretry", value: "8" }] });
		writeFileSync(file(own), changed);
		const page = await story.open("/configuration", { viewport: desktop });
		await page.getByText("Changed by hand").waitFor();
		await page.getByText("+maxretry = 4").waitFor();
		await page.getByText(`Somebody else changed ${own} meanwhile.`).waitFor();
		await page.goto("/configuration/local/review");
		await page.getByText("was made by somebody else meanwhile").first().waitFor({ timeout: 60_000 });
		await page.getByLabel("Why").fill("x");
		assert.ok(await page.getByRole("button", { name: "Apply changes" }).isDisabled());
		assert.equal(readFileSync(file(own), "utf8"), changed);
		unlinkSync(file(own));
	});
});
