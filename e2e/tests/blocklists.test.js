// Block lists, on a real server; what publishes them is a small server on loopback.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { listOf, startLists } from "../lib/lists.js";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

/** As often as a list may be fetched at most; a list that is fetched again has to wait for it. */
const least = 60;

/** Lists are imported all the same, but nothing of them gets into the kernel of the machine that runs the tests. */
const leaveKernel = (story) => story.api("PATCH", "/blocklists/enforcement/local", { mode: "off" });

describe("block lists", () => {
	let story;
	let lists;

	before(async () => {
		[story, lists] = await Promise.all([startStory(), startLists()]);
		await leaveKernel(story);
	});

	after(async () => {
		await story?.close();
		await lists?.close();
	});
	afterEach(() => story.closePages());

	const row = (page, name) => page.getByRole("table", { name: "Block lists" }).getByRole("row").filter({ hasText: name });
	const named = async (name) => (await story.api("GET", "/blocklists")).items.find((list) => list.name === name);
	const imported = (name) => until(async () => !(await named(name)).asked, `the import of ${name}`);

	test("the empty page leads to the catalogue, which fills the form", async () => {
		const page = await story.open("/");
		await page.getByRole("link", { name: "Block lists" }).click();
		await page.getByText("No block lists yet").waitFor();
		await page.getByRole("button", { name: "Look at the catalogue" }).click();
		await page.getByLabel("Search the catalogue").fill("drop");
		const offer = page.getByRole("list", { name: "Catalogue" }).getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Spamhaus DROP", exact: true }) });
		await offer.getByText("every hour at most, as its makers ask").waitFor();
		await page.getByText("Tor exit nodes").waitFor({ state: "detached" });
		await offer.getByRole("button", { name: "Choose Spamhaus DROP" }).click();
		await page.waitForURL(/offer=spamhaus-drop/);
		assert.equal(await page.getByRole("textbox", { name: /^Address/ }).inputValue(), "https://www.spamhaus.org/drop/drop_v4.json");
		assert.equal(await page.getByLabel("Credit").inputValue(), "The Spamhaus Project");
		await page.getByLabel("At most every").fill("1m");
		await page.getByRole("button", { name: "Add the list" }).click();
		await page.getByText(/may be fetched every 1h0m0s at most: use 3600 or more/i).waitFor();
		assert.deepEqual((await story.api("GET", "/blocklists")).items, []);
		await page.getByRole("link", { name: "Choose another" }).click();
		await page.getByText("Tor exit nodes").waitFor();
		assertInnocent(page, /status of 422/);
	});

	test("a list is looked at before it is saved, imported with progress, searched, and held when it shrinks", async () => {
		const url = lists.publish("/all.txt", listOf(3000, ["203.0.113.0/24", "name.example", "10.1.2.3:80", "127.0.0.1"]));
		const page = await story.open("/blocklists/add?from=url");
		await page.getByRole("button", { name: "Look at it" }).click();
		await page.getByText("It cannot be left empty.").waitFor();
		await page.getByRole("textbox", { name: /^Address/ }).fill(url);
		await page.getByRole("button", { name: "Look at it" }).click();
		await page.getByText(/no address of the internet/).first().waitFor();
		await page.getByLabel("Private addresses of its server").fill("127.0.0.1");
		await page.getByRole("button", { name: "Look at it" }).click();
		const preview = page.getByRole("region", { name: "Preview" });
		await preview.getByText("3,002", { exact: true }).waitFor();
		await preview.getByText("3,001 addresses").waitFor();
		await preview.getByText(/a host name/).click();
		await preview.getByText("name.example").waitFor();
		await preview.getByText("1 entry would not be blocked").waitFor();
		await preview.getByText("admin uses BanGUI from here").waitFor();
		assert.deepEqual((await story.api("GET", "/blocklists")).items, []);

		await page.getByRole("textbox", { name: /^Name/ }).fill("attackers");
		await page.getByLabel("At most every").fill("1m");
		await page.getByRole("button", { name: "Add the list" }).click();
		await page.getByRole("heading", { level: 1, name: "attackers" }).waitFor();
		const firstAt = Date.now();
		await page.getByText("OK", { exact: true }).waitFor({ timeout: 60_000 });
		await imported("attackers");
		await page.getByRole("definition").filter({ hasText: "3,001 single addresses, 1 network" }).waitFor();

		await page.getByRole("tab", { name: /^Imports/ }).click();
		await page.getByRole("table", { name: "Imports" }).getByText("Imported").click();
		const log = page.getByRole("dialog", { name: "Import of attackers" });
		await log.getByText("HTTP 200").waitFor();
		await log.getByText(/a host name/).click();
		await log.getByText("name.example").waitFor();
		await assertAccessible(page, "the log of an import");
		await page.keyboard.press("Escape");
		await log.waitFor({ state: "hidden" });

		await page.getByRole("tab", { name: /^Entries/ }).click();
		const entries = page.getByRole("table", { name: "Entries" });
		await entries.getByText("198.18.0.0", { exact: true }).waitFor();
		assert.equal(await entries.getByRole("row").count(), 101);
		await page.getByRole("button", { name: "Show more" }).click();
		await until(async () => (await entries.getByRole("row").count()) === 201, "more entries");
		await page.keyboard.press("/");
		await page.keyboard.type("203.0.113.9");
		await entries.getByText("203.0.113.0/24").waitFor();
		await until(async () => (await entries.getByRole("row").count()) === 2, "the one entry and the heads");
		await page.getByLabel("Search the entries").fill("192.0.2.1");
		await page.getByText("Nothing in the list touches 192.0.2.1").waitFor();
		await page.getByLabel("Search the entries").fill("192.0.2");
		await page.getByText("This is neither an address nor a network").waitFor();

		// A list that is a tenth of what it was waits, and is accepted.
		lists.publish("/all.txt", listOf(300), { slow: 1_000 });
		await page.getByRole("button", { name: "Import now" }).click();
		await page.getByText(/may be fetched every 1m0s at most/).waitFor();
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, firstAt + least * 1000 - Date.now())));
		await page.goto("/blocklists");
		await row(page, "attackers").getByRole("button", { name: "Import now: attackers" }).click();
		await page.getByRole("progressbar", { name: "Progress of Import block list attackers" }).waitFor();
		await page.getByRole("button", { name: "Cancel…" }).waitFor();
		await row(page, "attackers").getByText("Look at it").waitFor({ timeout: 60_000 });
		await page.getByText("Need a look").waitFor();
		await row(page, "attackers").getByRole("link", { name: "attackers" }).click();
		await page.getByText("The list has shrunk from 3002 to 300 entries.").waitFor();
		await assertAccessible(page, "the alert");
		await page.getByRole("button", { name: "Accept…" }).click();
		const dialog = page.getByRole("dialog", { name: "Accept what attackers has now?" });
		await dialog.getByText(/0 entries are added and 2,702 removed/).waitFor();
		await assertAccessible(page, "the question");
		await dialog.getByRole("button", { name: "Accept 300 entries" }).click();
		await page.getByText("The new contents of attackers come into force.").waitFor();
		await page.getByText("The list has shrunk").waitFor({ state: "detached" });
		assert.equal((await named("attackers")).contents.entries, 300);
		assertInnocent(page, /status of (422|429)/);
	});

	test("an import is cancelled where it shows", async () => {
		const url = lists.publish("/slow.txt", listOf(500), { slow: 2500 });
		await story.api("POST", "/blocklists", { name: "slow", url, allow_private: ["127.0.0.1"], enabled: true });
		const page = await story.open("/blocklists");
		await page.getByRole("progressbar", { name: "Progress of Import block list slow" }).waitFor();
		await page.getByRole("button", { name: "Cancel…" }).click();
		await page.getByRole("button", { name: "Cancel this run" }).click();
		await page.getByRole("progressbar").waitFor({ state: "detached", timeout: 60_000 });
		await row(page, "slow").getByRole("link", { name: "slow" }).click();
		await page.getByRole("tab", { name: /^Imports/ }).click();
		await page.getByRole("table", { name: "Imports" }).getByText("Cancelled", { exact: true }).waitFor();
		assertInnocent(page);
	});

	test("a text is uploaded, changed, switched off and on, and deleted", async () => {
		const page = await story.open("/blocklists/add?from=text");
		await page.getByRole("textbox", { name: /^Name/ }).fill("our own");
		await page.getByRole("button", { name: "Add the list" }).click();
		await page.getByText("Paste the list, or choose a file.").waitFor();
		await page.getByRole("textbox", { name: "Text" }).fill("203.0.113.7\n203.0.113.9\n");
		await page.getByRole("button", { name: "Add the list" }).click();
		await page.getByRole("heading", { level: 1, name: "our own" }).waitFor();
		await page.getByText("OK", { exact: true }).waitFor({ timeout: 60_000 });
		await imported("our own");

		await page.getByRole("tab", { name: "Settings" }).click();
		await page.getByLabel("Note").fill("from the forum");
		await page.getByRole("tab", { name: /^Overview/ }).click();
		await page.getByRole("tab", { name: "Settings Not saved" }).click();
		assert.equal(await page.getByLabel("Note").inputValue(), "from the forum");
		await page.getByRole("textbox", { name: "Text" }).fill("203.0.113.7\n198.51.100.0/24\n");
		await page.getByRole("button", { name: "Look at it" }).click();
		await page.getByRole("region", { name: "Preview" }).getByText("257 IPv4 addresses").waitFor();
		await page.getByRole("button", { name: "Save", exact: true }).click();
		await page.getByText("our own is changed.").waitFor();
		await until(async () => (await named("our own")).contents.networks === 1, "the new text in force");
		assert.equal((await named("our own")).note, "from the forum");

		await page.goto("/blocklists");
		await row(page, "our own").getByRole("switch", { name: "our own is on" }).click({ force: true });
		await row(page, "our own").getByText("Off", { exact: true }).waitFor();
		assert.equal((await named("our own")).enabled, false);
		await page.getByRole("button", { name: "Undo" }).click();
		await row(page, "our own").getByText("OK", { exact: true }).waitFor();
		await imported("our own");

		await row(page, "our own").getByRole("link", { name: "our own" }).click();
		await page.getByRole("tab", { name: "Settings" }).click();
		await page.getByRole("button", { name: "Delete the list…" }).click();
		const dialog = page.getByRole("dialog", { name: "Delete our own?" });
		await dialog.getByText("Its 2 entries are no longer blocked on any host").waitFor();
		await dialog.getByRole("button", { name: "Delete the list" }).click();
		await page.getByRole("heading", { level: 1, name: "Block lists" }).waitFor();
		assert.equal(await named("our own"), undefined);
		assertInnocent(page);
	});
});

describe("block lists, looks", () => {
	let story;
	let lists;

	before(async () => {
		[story, lists] = await Promise.all([startStory(), startLists()]);
		await leaveKernel(story);
		const url = lists.publish("/all.txt", listOf(500, ["203.0.113.0/24", "name.example"]));
		const common = { allow_private: ["127.0.0.1"], enabled: true };
		await story.api("POST", "/blocklists", { name: "attackers", url, ...common, licence: "CC0", credit: "Somebody", note: "a note" });
		await story.api("POST", "/blocklists", { name: "gone", url: `${lists.base}/gone.txt`, ...common });
		await story.api("POST", "/blocklists", { name: "our own", text: "203.0.113.7\n" });
		await until(async () => (await story.api("GET", "/blocklists")).items.every((list) => !list.asked), "the imports");
	});

	after(async () => {
		await story?.close();
		await lists?.close();
	});
	afterEach(() => story.closePages());

	for (const [name, viewport] of Object.entries({ desktop, phone })) {
		test(`accessible and in place: ${name}`, async () => {
			const page = await story.open("/blocklists", { viewport });
			const look = async (what) => {
				await assertFits(page, what);
				await assertAccessible(page, what);
			};
			await page.getByText("Failing").first().waitFor();
			await look("the lists");
			await page.getByRole("link", { name: "attackers" }).click();
			await page.getByText("500 single addresses, 1 network").waitFor();
			await look("a list");
			await page.getByRole("tab", { name: /^Imports/ }).click();
			await page.getByText("Imported").first().waitFor();
			await look("its imports");
			await page.getByText("Imported").first().click();
			await page.getByRole("dialog").getByText("HTTP 200").waitFor();
			await look("an import");
			await page.keyboard.press("Escape");
			await page.getByRole("dialog").waitFor({ state: "hidden" });
			await page.getByRole("tab", { name: /^Entries/ }).click();
			await page.getByText("198.18.0.2", { exact: true }).waitFor();
			await look("its entries");
			await page.getByRole("tab", { name: "Settings" }).click();
			await page.getByRole("button", { name: "Look at it" }).click();
			await page.getByText("Let through all the same").waitFor();
			await page.getByText(/a host name/).click();
			await look("its settings");
			await page.goto("/blocklists/add");
			await page.getByText("Tor exit nodes").waitFor();
			await look("the catalogue");
			await page.getByRole("button", { name: "Choose FireHOL level 1" }).click();
			await page.getByText("Calendar").click();
			await page.getByLabel("Cron expression").waitFor();
			await look("the form");
			assertInnocent(page);
		});
	}
});
