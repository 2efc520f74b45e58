// What is allowed for a time, on a real fail2ban.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

const friend = "198.51.100.7";

describe("allowances", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.fail2ban.attack("sshd", friend);
		await until(async () => (await story.api("GET", "/bans/active")).total === 1, "the ban");
	});

	after(() => story?.close());

	const row = (page, address) => page.getByRole("table", { name: "Allowances" }).getByRole("row").filter({ hasText: address });
	const ignored = async (jail) => (await story.api("GET", `/hosts/local/jails/${jail}`)).settings.ignore;

	test("an address is allowed, longer, and no longer, and that is taken back", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/");
		await page.getByRole("link", { name: "Allowances" }).click();
		await page.getByText("Nothing is allowed for a time").waitFor();
		await page.getByRole("button", { name: "Allow an address" }).click();
		const dialog = page.getByRole("dialog", { name: "Allow for a time" });
		await dialog.getByLabel("Addresses or networks").fill(`${friend} 010.4.1.9`);
		await dialog.getByRole("button", { name: "Allow", exact: true }).click();
		await dialog.getByText("Mend or remove what is not valid").waitFor();
		await dialog.getByLabel("Addresses or networks").fill(friend);
		await dialog.getByLabel("Reason").fill("a friend");
		await dialog.getByRole("button", { name: "Allow", exact: true }).click();
		await dialog.getByText("1 ban was lifted.").waitFor();
		await dialog.getByRole("button", { name: "Done" }).click();
		await row(page, friend).getByText("in force").waitFor();
		assert.ok((await ignored("sshd")).includes(friend));
		assert.equal((await story.api("GET", "/bans/active")).total, 0);

		await page.getByRole("button", { name: `Extend the allowance of ${friend}` }).click();
		const extend = page.getByRole("dialog", { name: `Extend the allowance of ${friend}` });
		await extend.getByRole("button", { name: "30d" }).click();
		await extend.getByRole("button", { name: "Extend", exact: true }).click();
		await page.getByText(new RegExp(`${friend} is allowed until`)).waitFor();
		const [extended] = (await story.api("GET", "/allowances?active=true")).items;
		assert.ok(Date.parse(extended.until) - Date.now() > 29 * 86_400_000, extended.until);

		await page.getByRole("button", { name: `End the allowance of ${friend}`, exact: true }).click();
		await page.getByRole("dialog", { name: `End the allowance of ${friend}?` }).getByRole("button", { name: "End allowance" }).click();
		await page.getByText(`${friend} is no longer allowed`).waitFor();
		await until(async () => !(await ignored("sshd")).includes(friend), "the end");
		await page.getByRole("button", { name: "Undo" }).click();
		await row(page, friend).getByText("in force").waitFor();
		assert.ok((await ignored("sshd")).includes(friend));
		const [again] = (await story.api("GET", "/allowances?active=true")).items;
		assert.equal(again.reason, "a friend");
		assert.ok(Date.parse(again.until) - Date.now() > 29 * 86_400_000, again.until);

		await page.getByText("Ended", { exact: true }).click();
		await row(page, friend).getByText("ended by admin").waitFor();
		assertInnocent(page);
	});

	test("what another makes shows by itself, and rows work by keyboard", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/allowances");
		await story.api("POST", "/allowances", { addresses: ["203.0.113.0/24"], duration_seconds: 3600, lift: false, jails: ["sshd"] });
		await row(page, "203.0.113.0/24").waitFor();
		await row(page, "203.0.113.0/24").focus();
		await page.keyboard.press("Enter");
		const sheet = page.getByRole("dialog");
		await sheet.getByText("were left alone").waitFor();
		await page.keyboard.press("Escape");
		await page.keyboard.press("/");
		await page.keyboard.type("nobody");
		await page.getByText("No allowance matches").waitFor();
		assertInnocent(page);
	});

	for (const [name, viewport] of Object.entries({ desktop, phone })) {
		for (const scheme of ["light", "dark"]) {
			test(`accessible and in place: ${name}, ${scheme}`, async (t) => {
				t.after(() => story.closePages());
				const page = await story.open("/allowances", { viewport, scheme });
				await page.getByText(friend).first().waitFor();
				await assertFits(page);
				await assertAccessible(page, "the list");
				await page.getByRole("button", { name: "Allow", exact: true }).click();
				await page.getByLabel("Addresses or networks").fill("example.org");
				await page.getByText("a host name: give its address").waitFor();
				await assertAccessible(page, "the dialog");
				await page.keyboard.press("Escape");
				await page.getByRole("dialog").waitFor({ state: "hidden" });
				await page.getByText("all jails").first().click();
				await page.getByRole("dialog").getByText("Jails that ignore it").waitFor();
				await assertAccessible(page, "one of them");
				assertInnocent(page);
			});
		}
	}
});
