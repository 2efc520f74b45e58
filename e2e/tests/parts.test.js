// Jails, filters and actions: switched on and off, made, copied, used, deleted. All of it goes through the draft and is applied for real.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("parts of the configuration", { timeout: 1_200_000 }, () => {
	let story;
	const own = "jail.d/zz-bangui.local";
	const file = (name) => join(story.fail2ban.config, name);
	const text = (name) => readFileSync(file(name), "utf8");
	const running = async () => (await story.api("GET", "/hosts/local/jails")).items.filter((j) => j.state === "running").map((j) => j.name);

	before(async () => {
		story = await startStory({ stock: true });
		// None of the actions of these jails touches the machine's own firewall.
		writeFileSync(file("jail.local"), "[DEFAULT]\nbanaction = sandbox-file\nbanaction_allports = sandbox-file\naction = sandbox-file\n");
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await until(async () => (await story.api("GET", "/bans/active")).total === 1, "the ban");
	});

	after(() => story?.close());
	afterEach(async () => {
		await story.closePages();
		await story.api("DELETE", "/config/local/draft");
	});

	/** On the review: says why, and applies. */
	async function apply(page, why) {
		await page.getByRole("heading", { level: 1, name: "Review changes" }).waitFor();
		await page.getByLabel("Why").fill(why);
		await page.getByLabel("Safety net").selectOption({ label: "No confirmation needed" });
		await page.getByRole("button", { name: "Apply changes" }).click({ timeout: 30_000 });
		await page.getByRole("heading", { level: 1, name: why }).waitFor({ timeout: 60_000 });
		await until(async () => (await story.api("GET", "/revisions?limit=1")).items[0].phase === "applied", "the end", 40_000);
	}

	/** Chooses from the menu of the part. */
	async function choose(page, name, item) {
		await page.getByRole("button", { name: `More for ${name}` }).click();
		await page.getByRole("menuitem", { name: item }).click();
	}

	test("a jail that misses its log is activated with another one, then deactivated, and our settings of it removed", async () => {
		const page = await story.open("/configuration/local/jails/apache-auth", { viewport: desktop });
		await page.getByText("Jail that is not active").waitFor();
		await page.getByRole("button", { name: "Activate…" }).click();
		const dialog = page.getByRole("dialog", { name: "Activate apache-auth" });
		await dialog.getByText(/Filter apache-auth with \d+ expressions/).waitFor({ timeout: 60_000 });
		await dialog.getByText(/No file matches the log path/).waitFor();
		await assertAccessible(page, "the question");
		await dialog.getByRole("textbox", { name: "Log files" }).fill(story.fail2ban.log);
		await dialog.getByRole("button", { name: "Activate and review" }).click();
		await page.getByText("it is new").waitFor({ timeout: 60_000 });
		await apply(page, "Watch the web server");
		assert.ok((await running()).includes("apache-auth"));
		assert.match(text(own), /\[apache-auth\]\nenabled = true\nlogpath = /);
		assert.equal((await story.api("GET", "/hosts/local/jails/sshd")).banned_now, 1);

		await page.goto("/configuration/local/jails/apache-auth");
		await page.getByText("Active jail").waitFor();
		await page.getByRole("button", { name: "Deactivate" }).click();
		await page.getByText("the configuration does not set it up any more").waitFor({ timeout: 60_000 });
		await apply(page, "No more web server");
		assert.ok(!(await running()).includes("apache-auth"));

		await page.goto("/configuration/local/jails/apache-auth");
		await choose(page, "apache-auth", "Remove our settings…");
		await page.getByRole("dialog").getByRole("button", { name: "Remove in draft" }).click();
		await apply(page, "Tidy up");
		assert.ok(!existsSync(file(own)), "a file of ours that says nothing is gone");
		assertInnocent(page);
	});

	test("a jail that has all it needs says so", async () => {
		writeFileSync(file("jail.d/ready.local"), `[ready]\nfilter = sshd\nlogpath = ${story.fail2ban.log}\n`);
		const page = await story.open("/configuration/local/jails/ready", { viewport: phone });
		await page.getByRole("button", { name: "Activate…" }).click();
		const dialog = page.getByRole("dialog", { name: "Activate ready" });
		await dialog.getByText(/takes it: a scratch server was asked/).waitFor({ timeout: 60_000 });
		await assertAccessible(page, "the question on a phone");
		await assertFits(page, "the question on a phone");
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await dialog.waitFor({ state: "detached" });
		assert.equal((await story.api("GET", "/config/local/draft")).files.length, 0);
	});

	test("a filter is made as a copy, edited, gets a jail, and both are deleted", async () => {
		const page = await story.open("/configuration?parts=filters", { viewport: desktop });
		await page.getByRole("button", { name: "New filter" }).click();
		let dialog = page.getByRole("dialog", { name: "New filter" });
		await dialog.getByLabel("Name").fill("a b");
		await dialog.getByRole("button", { name: "Make in draft" }).click();
		await dialog.getByText(/Letters, digits, _, \. and -, beginning/).waitFor();
		await dialog.getByLabel("Name").fill("shop");
		await dialog.getByRole("combobox", { name: "Copy of" }).fill("dropbear");
		await page.getByRole("option", { name: "dropbear", exact: true }).click();
		await dialog.getByRole("button", { name: "Make in draft" }).click();
		await page.getByRole("heading", { level: 1, name: "shop.local" }).waitFor();
		const editor = page.getByRole("textbox", { name: "Text of filter.d/shop.local" });
		await editor.getByText("bad PAM password attempt").first().or(editor.getByText(/failregex/).first()).waitFor();
		await editor.click();
		await page.keyboard.press("Control+End");
		await page.keyboard.type("# ours");
		// The draft is changed elsewhere meanwhile: what was typed stays, also of a file that is in the draft alone.
		const { files } = await story.api("GET", "/config/local/draft");
		const { base_hash, text_hash } = files.find(({ name }) => name === "filter.d/shop.local");
		await story.api("PUT", "/config/local/draft/file", { name: "filter.d/shop.local", text: "[Definition]\n", base_hash, text_hash });
		await page.getByRole("button", { name: "Keep in draft" }).click();
		await page.getByText(/has changed since you began to type/).waitFor();
		await page.getByRole("button", { name: "Keep mine" }).click();
		await page.getByRole("button", { name: "Keep in draft" }).click();
		await page.getByText("Not kept yet.").waitFor({ state: "detached" });

		await page.goto("/configuration/local/filters/shop");
		await page.getByText("Filter that no active jail uses").waitFor();
		await choose(page, "shop", "New jail with it…");
		dialog = page.getByRole("dialog", { name: "New jail" });
		await dialog.getByLabel("Name").fill("webshop");
		await dialog.getByRole("textbox", { name: "Log files" }).fill(story.fail2ban.log);
		await assertAccessible(page, "a new jail");
		await dialog.getByRole("button", { name: "Make in draft" }).click();
		await page.getByRole("heading", { level: 1, name: "webshop" }).waitFor();
		await page.getByRole("button", { name: "Activate…" }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Activate and review" }).click({ timeout: 60_000 });
		await apply(page, "A shop");
		assert.ok((await running()).includes("webshop"));
		assert.match(text("filter.d/shop.local"), /# ours/);

		await page.goto("/configuration/local/filters/shop");
		await page.getByText("Filter in use").waitFor();
		await choose(page, "shop", "Delete…");
		dialog = page.getByRole("dialog", { name: "Delete shop?" });
		await dialog.getByText("The jail webshop uses it").waitFor();
		await dialog.getByRole("button", { name: "Delete in draft" }).click();
		await page.getByRole("heading", { name: "This cannot be applied" }).waitFor({ timeout: 60_000 });
		await page.goto("/configuration/local/jails/webshop");
		await choose(page, "webshop", "Delete…");
		await page.getByRole("dialog").getByRole("button", { name: "Delete in draft" }).click();
		await apply(page, "No more shop");
		assert.ok(!(await running()).includes("webshop"));
		assert.ok(!existsSync(file("filter.d/shop.local")));
		// The file is asked for while it is in the draft alone.
		assertInnocent(page, /status of (409|422)|status of 404 .*file\?name=filter\.d%2Fshop\.local/);
	});

	test("a jail is copied, and gets an action more", async () => {
		const page = await story.open("/configuration/local/jails/sshd", { viewport: desktop });
		await choose(page, "sshd", "Copy…");
		const dialog = page.getByRole("dialog", { name: "Copy jail sshd" });
		await dialog.getByLabel("Name").fill("sshd");
		await dialog.getByText("There is a jail of that name already.").waitFor();
		await dialog.getByLabel("Name").fill("sshd-2");
		await dialog.getByRole("button", { name: "Make in draft" }).click();
		await page.getByRole("heading", { level: 1, name: "sshd-2" }).waitFor();
		await page.getByText("own", { exact: true }).first().waitFor();

		await page.goto("/configuration/local/actions/dummy");
		await choose(page, "dummy", "Use it in a jail…");
		const assign = page.getByRole("dialog", { name: "Use dummy in a jail" });
		await assign.getByRole("combobox", { name: "Jail" }).fill("sshd-2");
		await page.getByRole("option", { name: "sshd-2" }).click();
		await assign.getByText("It comes beside the actions that sshd-2 has: sandbox-file.").waitFor();
		await assertAccessible(page, "an assignment");
		await assign.getByRole("button", { name: "Keep in draft" }).click();
		await page.getByRole("heading", { level: 1, name: "sshd-2" }).waitFor();
		await page.getByRole("heading", { name: "Action dummy" }).waitFor();
		const draft = (await story.api("GET", "/config/local/draft")).files[0].text;
		assert.match(draft, /\[sshd-2\]\nenabled = false\n/);
		assert.match(draft, /action = sandbox-file.*\n\s+dummy/);
	});

	test("who may only read is offered none of that", async () => {
		const page = await story.open("/configuration/local/jails/sshd");
		await page.getByRole("button", { name: "More for sshd" }).waitFor();
		await page.route("**/api/v1/session", async (route) => {
			const answer = await route.fetch();
			const body = await answer.json();
			body.permissions = body.permissions.filter((p) => p !== "config.write" && p !== "server.control");
			await route.fulfill({ response: answer, json: body });
		});
		await page.reload();
		await page.getByRole("heading", { level: 1, name: "sshd" }).waitFor();
		await page.getByText("Find time", { exact: true }).waitFor();
		assert.equal(await page.getByRole("button", { name: /More for|Activate|Deactivate|New jail|^Change / }).count(), 0);
	});
});
