// What hosts block because of lists: a real kernel that drops real packets, and hosts that cannot.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { startOutside, testsAlone } from "../lib/alone.js";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

const attacker = "198.51.100.7";
const friend = "198.51.100.9";

const entries = [`${attacker}`, "198.51.100.64/26", friend, "203.0.113.0/24", "2001:db8:bad::/48", "127.0.0.1"];

/** An uploaded list, in force. */
async function addList(story, name, lines) {
	const list = await story.api("POST", "/blocklists", { name, text: `${lines.join("\n")}\n`, enabled: true, licence: "ours", allow_wide: false });
	await until(async () => (await story.api("GET", `/blocklists/${list.id}`)).contents?.entries > 0, "the import");
	return list;
}

const hostOf = async (story) => (await story.api("GET", "/blocklists/enforcement")).items.find(({ host }) => host === "local");
const card = (page) => page.getByRole("region", { name: "local", exact: true });
const row = (page, name) => page.getByRole("table", { name: "Lists on local" }).getByRole("row").filter({ hasText: name });

if (testsAlone("enforcement")) {
	describe("enforcement in a real kernel", () => {
		let story;
		let outside;

		before(async () => {
			outside = startOutside();
			story = await startStory();
		});

		after(async () => {
			await story?.close();
			outside?.close();
		});

		test("without a list it says so", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/");
			await page.getByRole("link", { name: "Enforcement" }).click();
			await page.getByText("No list is blocked yet").waitFor();
			await card(page).getByText("Nothing to block").waitFor();
			assert.equal(await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Enforcement" }).getAttribute("aria-current"), "page");
			assertInnocent(page);
		});

		test("a list comes into force by itself, and packets are dropped and counted", async (t) => {
			t.after(() => story.closePages());
			await story.api("POST", "/allowlist", { addresses: [friend], lift: false, note: "a friend" });
			const page = await story.open("/blocklists/enforcement");
			await card(page).getByText("Nothing to block").waitFor();
			await addList(story, "bad-people", entries);
			await card(page).getByText("In force").waitFor({ timeout: 60_000 });
			await row(page, "bad-people").getByText("agrees").waitFor();
			await page.getByText("The host blocks what it is to").waitFor();
			outside.send(attacker, 20);
			outside.send("198.51.100.70", 10);
			outside.send(friend, 5);
			await until(async () => (await hostOf(story)).lists[0].packets === 30, "30 dropped packets", 30_000);
			await page.reload();
			await row(page, "bad-people").getByRole("cell", { name: "30", exact: true }).waitFor();
			assert.match(execFileSync("nft", ["list", "table", "inet", "bangui"], { encoding: "utf8" }), /packets/);
			assertInnocent(page);
		});

		test("look-up tells why an address is blocked, and why another one is not", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/blocklists/enforcement");
			await card(page).getByText("In force").waitFor();
			await page.keyboard.press("/");
			await page.keyboard.type(attacker);
			const answer = page.getByRole("region", { name: "Answer" });
			await answer.getByText("Blocked in the kernel of local").waitFor();
			await page.waitForURL(`**/enforcement?address=${attacker}`);
			await answer.getByText("30 packets").waitFor({ timeout: 60_000 });
			await page.getByLabel("Why is this address blocked?").fill("198.51.100.100");
			await answer.getByRole("link", { name: "198.51.100.64/26" }).waitFor();
			await page.getByLabel("Why is this address blocked?").fill(friend);
			await answer.getByText("Let through nevertheless").waitFor();
			await answer.getByText(`On the allow list as ${friend}`).waitFor();
			await page.getByLabel("Why is this address blocked?").fill("127.0.0.1");
			await answer.getByText("admin uses BanGUI from here").waitFor();
			await page.getByLabel("Why is this address blocked?").fill("192.0.2.1");
			await answer.getByText("No block list has it").waitFor();
			await page.getByLabel("Why is this address blocked?").fill("192.0.2.01");
			await page.getByText("Write an address such as").waitFor();
			assertInnocent(page);
		});

		test("the page of an address tells it, too", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open(`/addresses/${attacker}`);
			const block = page.getByRole("region", { name: "Block lists" });
			await block.getByText("Blocked in the kernel of local").waitFor();
			await block.getByText("bad-people").waitFor();
			await assertAccessible(page, "the page of an address");
			await page.goto(`/addresses/${friend}`);
			await block.getByText("Let through nevertheless").waitFor();
			assertInnocent(page);
		});

		test("what was dropped is on the dashboard, and leads here", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/?range=7d");
			const block = page.getByRole("region", { name: "Dropped because of block lists" });
			await block.scrollIntoViewIfNeeded();
			await block.getByText("bad-people").waitFor();
			await block.getByRole("link", { name: "Enforcement" }).click();
			await page.waitForURL(/enforcement\?range=7d/);
			await page.getByRole("application", { name: "Dropped over time by list" }).waitFor();
			await page.getByText(/^30 packets\. bad-people peaked at 30 packets/).waitFor();
			await page.getByRole("group", { name: "What is counted" }).getByText("Bytes", { exact: true }).click();
			await page.waitForURL(/count=bytes/);
			await page.getByRole("button", { name: "Show as table" }).click();
			await page.getByRole("table", { name: "Dropped over time by list" }).waitFor();
			await page.keyboard.press("[");
			await page.waitForURL((url) => url.searchParams.get("range") === "24h");
			assertInnocent(page);
		});

		test("what somebody else changes is mended, and told", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/blocklists/enforcement");
			await card(page).getByText("nobody changed it").waitFor();
			execFileSync("nft", ["flush", "ruleset"]);
			await until(async () => (await hostOf(story)).repairs > 0, "the repair", 60_000);
			await card(page).getByText(/^last/).waitFor({ timeout: 60_000 });
			await card(page).getByText("In force").waitFor();
			await card(page).getByText(/networks that no list blocks here, and why/).click();
			await card(page).getByText("An address of the host, on outside0").first().waitFor();
			assertInnocent(page);
		});

		for (const [name, viewport] of Object.entries({ desktop, phone })) {
			test(`accessible and in place: ${name}`, async (t) => {
				t.after(() => story.closePages());
				const page = await story.open(`/blocklists/enforcement?address=${friend}`, { viewport });
				await page.getByText("Let through nevertheless").waitFor();
				await page.getByRole("application", { name: /^Dropped over time/ }).waitFor();
				await card(page).getByText(/networks that no list blocks here, and why/).click();
				await assertFits(page, "the page");
				await assertAccessible(page, "the page");
				await page.getByLabel("How local blocks").selectOption("off");
				await page.getByRole("dialog", { name: "Stop blocking lists on local?" }).waitFor();
				await assertAccessible(page, "the question");
				await assertFits(page, "the question");
				await page.getByRole("button", { name: "Cancel" }).click();
				await page.goto("/");
				const block = page.getByRole("region", { name: "Dropped because of block lists" });
				await block.scrollIntoViewIfNeeded();
				await block.getByText("bad-people").waitFor();
				await assertFits(page, "the dashboard");
				assertInnocent(page);
			});
		}

		test("it stops blocking, and says what follows before", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/blocklists/enforcement");
			await page.getByLabel("How local blocks").selectOption("off");
			const dialog = page.getByRole("dialog", { name: "Stop blocking lists on local?" });
			await dialog.getByText("gets through again").waitFor();
			await dialog.getByRole("button", { name: "Stop blocking" }).click();
			await card(page).getByText("What lists have is let through here.").waitFor({ timeout: 60_000 });
			assert.throws(() => execFileSync("nft", ["list", "table", "inet", "bangui"], { stdio: "ignore" }));
			assertInnocent(page);
		});

		test("by the jail it needs one, and says so", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/blocklists/enforcement");
			await page.getByLabel("How local blocks").selectOption("jail");
			const dialog = page.getByRole("dialog", { name: "Ban what lists have by a jail on local?" });
			await dialog.getByText("5,000").waitFor();
			await dialog.getByRole("button", { name: "Use the jail" }).click();
			await card(page).getByText("Fail2ban has no jail blocklist-import that runs.").waitFor({ timeout: 30_000 });
			await assertAccessible(page, "the jail");
			await page.getByLabel("How local blocks").selectOption("kernel");
			await page.getByRole("button", { name: "Block in the kernel" }).click();
			await card(page).getByText("In force").waitFor({ timeout: 60_000 });
			assertInnocent(page);
		});
	});

	describe("enforcement that is switched off on the machine", () => {
		let story;

		before(async () => {
			story = await startStory({ env: { BANGUI_ENFORCE: "off" } });
			await addList(story, "bad-people", entries);
		});

		after(() => story?.close());

		test("the page says that and why, and offers the jail", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("/blocklists/enforcement");
			await card(page).getByText("Cannot block in its kernel").waitFor({ timeout: 60_000 });
			await card(page).getByText("Lists cannot be blocked in the kernel here.").waitFor();
			await assertAccessible(page, "the obstacle");
			await card(page).getByRole("button", { name: "Use a jail instead…" }).click();
			await page.getByRole("dialog", { name: "Ban what lists have by a jail on local?" }).waitFor();
			assertInnocent(page);
		});

		test("who may only read sees it, and changes nothing", async (t) => {
			t.after(() => story.closePages());
			const page = await story.open("about:blank");
			await page.route("**/api/v1/session", async (route) => {
				const answer = await route.fetch();
				const body = await answer.json();
				await route.fulfill({ response: answer, json: { ...body, permissions: body.permissions.filter((one) => !one.endsWith(".write")) } });
			});
			await page.goto(`${story.server.base}/blocklists/enforcement`);
			await card(page).getByText("Cannot block in its kernel").waitFor({ timeout: 60_000 });
			assert.ok(await page.getByLabel("How local blocks").isDisabled());
			assert.equal(await card(page).getByRole("button", { name: "Use a jail instead…" }).count(), 0);
		});
	});
}
