// The allow list, on a real fail2ban.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { setUp, startBanGUI, until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

const friend = "198.51.100.7";

describe("allow list", () => {
	let story;

	before(async () => {
		story = await startStory();
		// As in fail2ban's own configuration, the jails read a file before all others.
		const file = (name) => join(story.fail2ban.config, name);
		writeFileSync(file("paths-test.conf"), "[INCLUDES]\nafter = paths-overrides.local\n");
		writeFileSync(file("jail.conf"), `[INCLUDES]\nbefore = paths-test.conf\n${readFileSync(file("jail.conf"))}`);
		await story.fail2ban.attack("sshd", friend);
		await until(async () => (await story.api("GET", "/bans/active")).total === 1, "the ban");
	});

	after(() => story?.close());

	const row = (page, address) => page.getByRole("table", { name: "Allow list" }).getByRole("row").filter({ hasText: address });
	const ignored = async (jail) => (await story.api("GET", `/hosts/local/jails/${jail}`)).settings.ignore;
	const field = (dialog) => dialog.getByLabel("Addresses, networks or names");
	const inForce = async () => (await story.api("GET", "/allowlist?active=true")).items;

	test("an address is allowed for good, for a time, and no longer, and that is taken back", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/");
		await page.getByRole("link", { name: "Allow list" }).click();
		await page.getByText("The allow list is empty").waitFor();
		await page.getByText("Nothing without an end is on the list for local.").waitFor();
		await page.getByRole("button", { name: "Put something on it" }).click();
		const dialog = page.getByRole("dialog", { name: "Put on the allow list" });
		await field(dialog).fill(`${friend} 010.4.1.9`);
		await dialog.getByRole("button", { name: "Allow", exact: true }).click();
		await dialog.getByText("Mend or remove what is not valid").waitFor();
		await field(dialog).fill(friend);
		await dialog.getByText(/1 ban in force will be lifted: 198\.51\.100\.7 \(sshd\)/).waitFor();
		await dialog.getByLabel("Note").fill("a friend");
		await dialog.getByRole("button", { name: "Allow", exact: true }).click();
		await dialog.getByText("Allowed without an end. 1 ban was lifted.").waitFor();
		await dialog.getByRole("button", { name: "Done" }).click();
		await row(page, friend).getByText("in force").waitFor();
		await row(page, friend).getByText("no end").waitFor();
		assert.ok((await ignored("sshd")).includes(friend));
		assert.equal((await story.api("GET", "/bans/active")).total, 0);

		await page.getByRole("button", { name: `Change the allowance of ${friend}` }).click();
		const change = page.getByRole("dialog", { name: `Change the allowance of ${friend}` });
		await change.getByText("For a time", { exact: true }).click();
		await change.getByRole("button", { name: "30d" }).click();
		await change.getByRole("button", { name: "Change", exact: true }).click();
		await page.getByText(new RegExp(`${friend} is allowed until`)).waitFor();
		const [timed] = await inForce();
		assert.ok(Date.parse(timed.until) - Date.now() > 29 * 86_400_000, timed.until);

		await page.getByRole("button", { name: `End the allowance of ${friend}`, exact: true }).click();
		await page.getByRole("dialog", { name: `End the allowance of ${friend}?` }).getByRole("button", { name: "End allowance" }).click();
		await page.getByText(`${friend} is no longer allowed`).waitFor();
		await until(async () => !(await ignored("sshd")).includes(friend), "the end");
		await page.getByRole("button", { name: "Undo" }).click();
		await row(page, friend).getByText("in force").waitFor();
		assert.ok((await ignored("sshd")).includes(friend));
		const [again] = await inForce();
		assert.equal(again.note, "a friend");
		assert.ok(Date.parse(again.until) - Date.now() > 29 * 86_400_000, again.until);

		await page.getByText("Ended", { exact: true }).click();
		await row(page, friend).getByText("ended by admin").waitFor();
		assertInnocent(page);
	});

	test("a name that stands for nothing needs a second yes, and says so", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/allowlist");
		await page.getByRole("button", { name: "Allow", exact: true }).click();
		const dialog = page.getByRole("dialog", { name: "Put on the allow list" });
		await field(dialog).fill("nowhere.invalid");
		await dialog.getByText("please look again").waitFor({ timeout: 60_000 });
		assert.ok(await dialog.getByRole("button", { name: "Allow", exact: true }).isDisabled());
		await dialog.getByText("Yes, allow it all the same").click();
		await dialog.getByRole("button", { name: "Allow", exact: true }).click();
		await dialog.getByRole("button", { name: "Done" }).click({ timeout: 60_000 });
		await row(page, "nowhere.invalid").getByText("stands for no address yet").waitFor();
		await row(page, "nowhere.invalid").getByText("no good answer").click();
		const sheet = page.getByRole("dialog");
		await sheet.getByText("No address yet: it counts as soon as it has one.").waitFor();
		await sheet.getByRole("button", { name: "Ask again now" }).click();
		await sheet.getByText(/asked in vain/).waitFor();
		await story.api("DELETE", `/allowlist/${(await inForce()).find((one) => one.kind === "name").id}`);
		assertInnocent(page);
	});

	test("what is allowed or protected needs a second yes to be banned, with the reason", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open(`/addresses/${friend}`);
		await page.getByRole("list", { name: "Why it must not be blocked" }).getByText(/On the allow list until/).waitFor();
		await page.getByRole("button", { name: "Ban in chosen jails…" }).click();
		const dialog = page.getByRole("dialog", { name: "Ban addresses" });
		await dialog.getByRole("combobox", { name: "Jail" }).click();
		await page.getByRole("option", { name: "sshd" }).click();
		await dialog.getByRole("button", { name: /^Ban/ }).last().click();
		await dialog.getByText(`${friend} is on the allow-list.`).waitFor();
		await page.goto("/addresses/127.0.0.1");
		await page.getByText("admin uses BanGUI from here").waitFor();
		assertInnocent(page);
	});

	test("what has no end goes into the configuration through a draft, and holds while BanGUI is away", async (t) => {
		t.after(() => story.closePages());
		await story.api("POST", "/allowlist", { addresses: ["203.0.113.77"], lift: false, note: "office" });
		const page = await story.open("/allowlist");
		const card = page.getByRole("region", { name: "While BanGUI is away" });
		await card.getByText("Not in the configuration:").waitFor();
		await card.getByRole("button", { name: "Prepare the change…" }).click();
		await page.getByRole("heading", { level: 1, name: "Review changes" }).waitFor();
		await page.getByText("+bangui_allowed = 203.0.113.77").first().waitFor();
		await page.goto("/allowlist");
		await card.getByRole("link", { name: "Look at your draft and apply it" }).click();
		await page.getByLabel("Why").fill("The allow list");
		await page.getByLabel("Safety net").selectOption({ label: "No confirmation needed" });
		await page.getByRole("button", { name: "Apply changes" }).click();
		await page.getByText("It came into force and stayed.").or(page.getByText("applied", { exact: true })).first().waitFor({ timeout: 30_000 });
		await page.goto("/allowlist");
		await card.getByText("The only entry without an end is in the configuration of every jail.").waitFor();
		assertInnocent(page);

		// Another BanGUI, which knows nothing of the list, tells what fail2ban has after a restart.
		await story.closePages();
		await story.server.close();
		await story.fail2ban.restart();
		story.server = await startBanGUI(story.fail2ban);
		story.storageState = await setUp(story.server);
		await until(async () => (await ignored("sshd")).includes("203.0.113.77"), "the entry in the list of the configuration");
		assert.ok((await ignored("sshd")).includes("192.0.2.0/24"), "what the jail ignored before");
	});
});

describe("allow list, looks", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.api("POST", "/allowlist", { addresses: [friend], duration_seconds: 86_400, lift: false, note: "a friend" });
		await story.api("POST", "/allowlist", { addresses: ["2001:db8:1234:5678::/64", "nowhere.invalid"], lift: false, force: true, note: "the office" });
	});

	after(() => story?.close());

	const row = (page, address) => page.getByRole("table", { name: "Allow list" }).getByRole("row").filter({ hasText: address });

	test("what another makes shows by itself, and rows work by keyboard", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/allowlist");
		await row(page, friend).waitFor();
		await story.api("POST", "/allowlist", { addresses: ["203.0.113.0/24"], duration_seconds: 3600, lift: false, jails: ["sshd"] });
		await row(page, "203.0.113.0/24").waitFor();
		await row(page, "203.0.113.0/24").focus();
		await page.keyboard.press("Enter");
		const sheet = page.getByRole("dialog");
		await sheet.getByText("were left alone").waitFor();
		await page.keyboard.press("Escape");
		await sheet.waitFor({ state: "detached" });
		await page.keyboard.press("/");
		await page.keyboard.type("nobody");
		await page.getByText("Nothing on the list matches").waitFor();
		assertInnocent(page);
	});

	for (const [name, viewport] of Object.entries({ desktop, phone })) {
		test(`accessible and in place: ${name}`, async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/allowlist", { viewport });
			await page.getByText(friend).first().waitFor();
			await page.getByText("Not in the configuration:").waitFor();
			await page.getByText("admin uses BanGUI from here").waitFor();
			await assertFits(page);
			await assertAccessible(page, "the list");
			await page.getByRole("button", { name: "Allow", exact: true }).click();
			await page.getByLabel("Addresses, networks or names").fill(`${friend} 2001:db8::1 nowhere.invalid example`);
			await page.getByText("neither an address or network nor a whole name").waitFor();
			await page.getByText("please look again").waitFor({ timeout: 60_000 });
			await assertAccessible(page, "the dialog");
			await page.keyboard.press("Escape");
			await page.getByRole("dialog").waitFor({ state: "hidden" });
			await page.getByText("no good answer").first().click();
			await page.getByRole("dialog").getByText("What it stands for").waitFor();
			await assertAccessible(page, "a name");
			await page.getByRole("dialog").getByRole("button", { name: "Change…" }).click();
			await page.getByRole("dialog").getByText("It has no end now.").waitFor();
			await assertAccessible(page, "the dialog to change it");
			assertInnocent(page);
		});
	}
});
