// The history and the page of an address, on a real fail2ban.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

const repeated = "198.51.100.7";
const neighbour = "198.51.100.9";
const six = "2001:db8:85a3:8d3:1319:8a2e:370:7348";

const rows = (page) => page.getByRole("table", { name: "Bans", exact: true }).getByRole("row").filter({ has: page.getByRole("cell") });
const rowOf = (page, text) => rows(page).filter({ hasText: text });

describe("history", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.fail2ban.attack("sshd", repeated);
		await story.fail2ban.attack("sshd", neighbour);
		await story.fail2ban.attack("postfix-sasl", six);
		await until(async () => (await story.api("GET", "/bans/active")).total === 3, "the bans");
		await story.api("DELETE", "/bans", { addresses: [repeated], jails: ["sshd"] });
		await story.api("POST", "/bans", { addresses: [repeated], jail: "nginx-http-auth", reason: "seen <b>again</b>" });
		await until(async () => (await story.api("GET", "/bans")).items.length === 4, "the history");
	});

	after(() => story?.close());

	test("all bans, those that are over too, and addresses that come again", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history");
		await rows(page).nth(3).waitFor();
		assert.equal(await rows(page).count(), 4);
		assert.equal(await page.getByRole("table", { name: "Bans", exact: true }).getAttribute("aria-rowcount"), "-1");
		await rowOf(page, repeated).first().getByRole("img", { name: "2 bans of this address" }).waitFor();
		await page.getByText("unbanned").first().waitFor();
		await page.getByText("These are all: 4.").waitFor();
		await page.getByText("4 bans", { exact: true }).waitFor();
		assertInnocent(page);
	});

	test("each filter, in the URL", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history");
		await rows(page).nth(3).waitFor();
		const add = async (field, pick) => {
			await page.getByRole("button", { name: "Add filter" }).click();
			const dialog = page.getByRole("dialog", { name: "Add filter" });
			await dialog.getByRole("button", { name: field }).click();
			await pick(dialog);
			await dialog.waitFor({ state: "hidden" });
		};
		const option = (name) => async (dialog) => dialog.getByRole("option", { name }).click();
		await add("Jail", option("sshd"));
		await page.waitForURL(/jail=sshd/);
		await until(async () => (await rows(page).count()) === 2, "two bans of sshd");
		await add("Origin", option("detected"));
		await page.waitForURL(/origin=detected/);
		await page.getByRole("button", { name: "Clear filters" }).first().click();
		await until(async () => (await rows(page).count()) === 4, "all bans");
		const field = page.getByLabel("Search the history");
		await field.fill("198.51.100.0/24");
		await page.waitForURL(/address=198\.51\.100\.0/);
		await until(async () => (await rows(page).count()) === 3, "three bans of the network");
		await field.fill("SASL LOGIN");
		await page.waitForURL(/q=SASL/);
		await rowOf(page, six).waitFor();
		await until(async () => (await rows(page).count()) === 1, "the one ban");
		await page.reload();
		await rowOf(page, six).waitFor();
		await page.getByRole("button", { name: "Matched line: “SASL LOGIN”" }).click();
		await until(async () => (await rows(page).count()) === 4, "all bans again");
		await page.goto("/history?q=nobody-wrote-this");
		await page.getByText("No ban matches").waitFor();
		await page.getByRole("radio", { name: "24 hours" }).check({ force: true });
		await page.waitForURL(/range=24h/);
		await page.goto("/history?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z");
		await page.getByText("No bans in this time").waitFor();
		await page.getByRole("button", { name: "Search all time" }).click();
		await rows(page).nth(3).waitFor();
		assertInnocent(page);
	});

	test("new bans wait until they are shown", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history?jail=recidive");
		await page.getByText("No ban matches").waitFor();
		await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
		await story.api("POST", "/bans", { addresses: ["203.0.113.1", "203.0.113.2"], jail: "recidive" });
		await page.getByRole("button", { name: "2 new – show" }).click();
		await rowOf(page, "203.0.113.2").waitFor();
		assert.equal(await page.getByRole("button", { name: /new – show/ }).count(), 0);
	});

	test("a day before there were any, and back", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history");
		await rows(page).nth(3).waitFor();
		await page.getByRole("button", { name: "A day older" }).click();
		await page.waitForURL(/at=\d{4}-\d\d-\d\d/);
		await page.getByText("No bans in this time").waitFor();
		await page.getByLabel("Go to a day").fill("2026-01-02");
		await page.waitForURL(/at=2026-01-02/);
		await page.getByRole("button", { name: "Newest" }).click();
		await rows(page).nth(3).waitFor();
		assert.equal(new URL(page.url()).search, "");
	});

	test("downloads of what is filtered", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history?jail=sshd");
		await rows(page).nth(1).waitFor();
		for (const [name, check] of [
			[/^CSV/, (text) => assert.equal(text.trim().split(/\r?\n/).length, 3)],
			[/^JSON/, (text) => assert.deepEqual(text.trim().split("\n").map((line) => JSON.parse(line).jail), ["sshd", "sshd"])],
		]) {
			await page.getByRole("button", { name: "Export" }).click();
			const download = page.waitForEvent("download");
			await page.getByRole("menuitem", { name }).click();
			check(await readFile(await (await download).path(), "utf8"));
		}
	});

	test("views that are kept", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history?jail=sshd&origin=detected");
		await page.getByRole("button", { name: "Views" }).click();
		const dialog = page.getByRole("dialog", { name: "Saved views" });
		await dialog.getByLabel("Save these filters as").fill("Logins");
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.getByRole("button", { name: /^Logins/ }).waitFor();
		await assertAccessible(page, "saved views");
		await page.goto("/history");
		await page.getByRole("button", { name: "Views" }).click();
		await dialog.getByRole("button", { name: /^Logins/ }).click();
		await page.waitForURL(/jail=sshd/);
		assert.match(page.url(), /origin=detected/);
	});

	test("columns that are left out, also after a reload", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history", { viewport: desktop });
		await rows(page).nth(3).waitFor();
		const heads = page.getByRole("table", { name: "Bans", exact: true }).getByRole("columnheader");
		const before = await heads.allInnerTexts();
		await page.getByRole("button", { name: "Columns" }).click();
		const dialog = page.getByRole("dialog", { name: "Columns" });
		await assertAccessible(page, "the columns");
		await dialog.getByRole("checkbox", { name: "Failures" }).uncheck();
		await dialog.getByRole("checkbox", { name: "Origin" }).uncheck();
		await page.reload();
		await rows(page).nth(3).waitFor();
		const without = (await heads.allInnerTexts()).map((text) => text.toLowerCase());
		assert.equal(without.length, before.length - 2);
		assert.ok(!without.includes("failures") && !without.includes("origin"), without.join(", "));
		await page.getByRole("button", { name: "Columns" }).click();
		await dialog.getByRole("button", { name: "Show all" }).click();
		await until(async () => (await heads.count()) === before.length, "all columns");
		assertInnocent(page);
	});

	test("another ban id than an address", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history", { viewport: desktop });
		await page.getByRole("button", { name: "Add filter" }).click();
		const dialog = page.getByRole("dialog", { name: "Add filter" });
		await dialog.getByRole("button", { name: "Ban id" }).click();
		const field = dialog.getByLabel(/Ban id that is no address/);
		await field.fill("192.0.2.1");
		await page.keyboard.press("Enter");
		await dialog.getByText("for an address use the filter Address").waitFor();
		await field.fill("root");
		await page.keyboard.press("Enter");
		await page.waitForURL(/id=root/);
		await page.getByText("No ban matches").waitFor();
		assertInnocent(page);
	});

	test("a row by keyboard, its sheet, and on to the address", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history?jail=sshd");
		await rowOf(page, neighbour).focus();
		await page.keyboard.press("Enter");
		const sheet = page.getByRole("dialog");
		await sheet.getByRole("heading", { name: "Why" }).waitFor();
		await assertAccessible(page, "sheet");
		await sheet.getByRole("link", { name: "All about this address" }).click();
		await page.getByRole("heading", { level: 1, name: neighbour }).waitFor();
		await page.goBack();
		await rowOf(page, neighbour).getByRole("link", { name: neighbour }).click();
		await page.waitForURL(/\/addresses\/198\.51\.100\.9$/);
		assertInnocent(page);
	});

	test("what is selected is lifted and banned again together", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history?origin=detected&jail=sshd", { viewport: desktop });
		await until(async () => (await rows(page).count()) === 2, "two bans of sshd");
		await page.getByRole("checkbox", { name: "Select all that are loaded" }).check();
		const bar = page.getByRole("status").filter({ hasText: "2 selected" });
		await bar.waitFor();
		await assertAccessible(page, "the bar");
		await bar.getByRole("button", { name: "Lift 1 ban" }).click();
		await page.getByRole("dialog", { name: "Lift 1 ban?" }).getByRole("button", { name: "Lift 1 ban" }).click();
		await until(async () => (await story.api("GET", "/bans/active?jail=sshd")).total === 0, "no ban of sshd in force");
		await bar.waitFor({ state: "detached" });
		await rowOf(page, neighbour).getByRole("checkbox", { name: `Select ${neighbour}` }).check();
		await page.getByRole("button", { name: "Ban 1 address again" }).click();
		const again = page.getByRole("dialog", { name: "Ban 1 address again?" });
		await again.getByText("Jails: sshd.").waitFor();
		await again.getByRole("button", { name: "Ban 1 address", exact: true }).click();
		await until(async () => (await story.api("GET", "/bans/active?jail=sshd")).total === 1, "the ban");
		assertInnocent(page);
	});
});

describe("a long history", () => {
	let story;

	before(async () => {
		story = await startStory();
		const addresses = Array.from({ length: 320 }, (_, i) => `203.0.${100 + Math.floor(i / 200)}.${(i % 200) + 1}`);
		await story.api("POST", "/bans", { addresses, jail: "recidive" });
		await until(async () => (await story.api("GET", "/bans/active")).total === 320, "the bans");
	});

	after(() => story?.close());

	test("loads as one scrolls, and is where it was after a look at an address", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history");
		await rows(page).nth(10).waitFor();
		const box = page.locator("[data-scroll-restoration-id=history]");
		const place = () => box.evaluate((e) => e.scrollTop);
		const elements = await page.evaluate(() => document.querySelectorAll("*").length);
		assert.ok(elements < 2500, `it has ${elements} elements`);
		let before = 0;
		await until(async () => {
			await box.evaluate((e) => e.scrollTo(0, e.scrollHeight));
			const now = await place();
			assert.ok(now >= before, `it jumped from ${before} back to ${now}`);
			before = now;
			return (await page.getByText("These are all: 320.").count()) === 1;
		}, "the last ban");
		await box.evaluate((e) => e.scrollTo(0, 6000));
		await until(async () => (await rows(page).count()) > 20 && (await place()) === 6000, "the middle");
		const row = rows(page).filter({ has: page.getByRole("link") }).nth(20);
		const index = await row.getAttribute("aria-rowindex");
		await row.getByRole("link").first().click();
		await page.getByRole("heading", { name: "Why" }).waitFor();
		await page.goBack();
		await page.locator(`[aria-rowindex="${index}"]`).waitFor();
		assert.equal(await place(), 6000);
		assertInnocent(page);
	});

	test("loads as one scrolls on a phone", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/history", { viewport: phone });
		await page.getByRole("list", { name: "Bans" }).getByRole("button").first().waitFor();
		await until(async () => {
			await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
			return (await page.getByText("These are all: 320.").count()) === 1;
		}, "the last ban");
		assertInnocent(page);
	});
});

describe("address", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.fail2ban.attack("sshd", repeated);
		await story.fail2ban.attack("sshd", neighbour);
		await until(async () => (await story.api("GET", "/bans/active")).total === 2, "the bans");
	});

	after(() => story?.close());

	const inForce = (page) => page.getByRole("list", { name: "Bans in force" }).getByRole("listitem");

	test("why, who is near, and every matched line", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open(`/addresses/${repeated}`);
		await inForce(page).filter({ hasText: "sshd" }).waitFor();
		await page.getByRole("heading", { name: "Why" }).waitFor();
		const table = page.getByRole("table", { name: "All its bans" });
		await table.getByRole("button", { name: "Matched lines of this ban" }).click();
		await until(async () => (await page.getByText(`from ${repeated}`).count()) > 1, "the lines in card and row");
		await page.getByRole("table", { name: "Neighbours" }).getByRole("link", { name: neighbour }).click();
		await page.getByRole("heading", { level: 1, name: neighbour }).waitFor();
		await page.getByRole("link", { name: "198.51.100.0/24" }).first().click();
		await page.getByRole("heading", { level: 1, name: "198.51.100.0/24" }).waitFor();
		await page.getByRole("table", { name: "Addresses in it" }).getByRole("link", { name: repeated }).waitFor();
		await until(async () => (await inForce(page).count()) === 2, "two bans in force");
		assertInnocent(page);
	});

	test("banned in more jails, also with its network, and lifted everywhere", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open(`/addresses/${repeated}`);
		await page.getByRole("button", { name: "Ban in more jails…" }).click();
		const dialog = page.getByRole("dialog", { name: "Ban addresses" });
		for (const jail of ["postfix-sasl", "recidive"]) {
			await dialog.getByRole("combobox", { name: "Jails" }).click();
			await page.getByRole("option", { name: jail }).click();
		}
		await dialog.getByRole("button", { name: "Ban 1 address" }).click();
		await until(async () => (await dialog.getByText("banned", { exact: true }).count()) === 2, "both results");
		await dialog.getByRole("button", { name: "Done" }).click();
		await until(async () => (await inForce(page).count()) === 3, "three bans");
		await story.api("POST", "/bans", { addresses: ["198.51.100.0/24"], jail: "nginx-http-auth", force: true });
		await inForce(page).filter({ hasText: "as part of" }).waitFor();
		await page.getByRole("button", { name: `Lift the ban of ${repeated} in recidive on local` }).click();
		await until(async () => (await inForce(page).count()) === 3, "one ban less");
		await page.getByRole("button", { name: "Lift everywhere" }).click();
		const question = page.getByRole("dialog", { name: `Lift 3 bans of ${repeated}?` });
		await question.getByText(/All of 198\.51\.100\.0\/24 is set free/).waitFor();
		await assertAccessible(page, "lift everywhere");
		await question.getByRole("button", { name: "Lift 3 bans" }).click();
		await page.getByText("Not banned now").waitFor();
		assert.equal((await story.api("GET", `/bans/active?q=${repeated}`)).total, 0);
		assertInnocent(page);
	});

	test("the days by keyboard", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open(`/addresses/${neighbour}`);
		const line = page.getByRole("application", { name: "Bans by day" });
		await line.focus();
		await page.keyboard.press("ArrowLeft");
		await page.keyboard.press("Enter");
		await page.waitForURL(/from=/);
		await page.getByRole("table", { name: "All its bans" }).getByRole("row").nth(1).waitFor();
		// What lies half under the top bar would be too small a target.
		await page.evaluate(() => window.scrollTo(0, 0));
		await assertAccessible(page, "a day that is chosen");
	});

	test("the way from palette, menu and other pages", async (t) => {
		t.after(() => story.closePages());
		const page = await story.open("/");
		await page.getByRole("table", { name: "Recent bans" }).waitFor();
		await page.keyboard.press("Control+k");
		await page.getByRole("dialog", { name: "Search or run a command" }).waitFor();
		await page.keyboard.type("2001:DB8::/32");
		await page.getByText("Look up 2001:DB8::/32").click();
		await page.getByRole("heading", { level: 1, name: "2001:db8::/32" }).waitFor();
		await page.getByText("Not banned now").waitFor();
		await page.goto("/bans");
		await page.getByRole("button", { name: `What to do with ${neighbour}` }).click();
		await page.getByRole("menuitem", { name: "Look up" }).click();
		await page.getByRole("heading", { level: 1, name: neighbour }).waitFor();
		await page.goto("/addresses/192.0.2.999");
		await page.getByText("This is no address and no network").waitFor();
		await page.goto("/addresses/10.0.0.1");
		await page.getByText("a private network").waitFor();
		assertInnocent(page, /status of 422/);
	});

	const places = [
		["/history", (page) => page.getByText("These are all")],
		["/history?jail=sshd&country=ZZ&range=7d&q=nothing", (page) => page.getByText("No ban matches")],
		[`/addresses/${neighbour}`, (page) => page.getByRole("heading", { name: "Why" })],
		["/addresses/198.51.100.0?prefix=24", (page) => page.getByRole("table", { name: "Addresses in it" })],
		["/addresses/203.0.113.77", (page) => page.getByText("Not banned now")],
	];

	for (const [device, viewport] of Object.entries({ desktop, phone })) {
		test(`accessible on a ${device}`, async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("about:blank", { viewport });
			for (const [path, shows] of places) {
				await t.test(path, async () => {
					await page.goto(path);
					await shows(page).first().waitFor();
					await assertAccessible(page, path);
					await assertFits(page, path);
				});
			}
			await t.test("quiet", () => assertInnocent(page));
		});
	}
});
