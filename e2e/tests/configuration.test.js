// fail2ban's configuration: what it comes to, where each value is from, what is wrong, and the files themselves.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("configuration", () => {
	let story;

	before(async () => {
		story = await startStory();
		mkdirSync(join(story.fail2ban.config, "jail.d"), { recursive: true });
		put("jail.d/zz-bangui.local", "[sshd]\nbantime = 2h\nbantme = 3h\nport = ssh,%(extra)s\nextra = 2222\n\n[own-jail]\nenabled = true\nfilter = own\nbackend = polling\nlogpath = " + story.fail2ban.log + "\n");
		put("filter.d/own.local", "[Definition]\nfailregex = ^login failed from <ADDR>$\n");
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const put = (name, text) => writeFileSync(join(story.fail2ban.config, name), text);
	const option = (page, name) => page.getByRole("listitem").filter({ has: page.getByText(name, { exact: true }) });

	test("the overview tells what is wrong and leads to the line", async () => {
		const page = await story.open("/");
		await page.getByRole("heading", { level: 1 }).waitFor();
		await page.keyboard.press("g");
		await page.keyboard.press("c");
		await page.getByRole("heading", { level: 1, name: "Configuration" }).waitFor();
		const finding = page.getByRole("listitem").filter({ hasText: "bantme is no option of a jail" });
		await finding.getByText("did you mean bantime?").waitFor();
		await finding.getByText("Correct or remove it.").waitFor();
		await finding.getByRole("link", { name: "jail.d/zz-bangui.local:3" }).click();
		await page.getByRole("heading", { level: 1, name: "zz-bangui.local" }).waitFor();
		const text = page.getByRole("textbox", { name: "Text of jail.d/zz-bangui.local" });
		await text.getByText("bantme").waitFor();
		await until(() => page.locator(".cm-activeLine").filter({ hasText: "bantme = 3h" }).count(), "the line to be shown");
		await page.locator(".cm-lint-marker-warning").first().waitFor();
		assertInnocent(page);
	});

	test("a jail tells each value with its origin, and how it came about", async () => {
		const page = await story.open("/configuration/local/jails/sshd");
		const bantime = option(page, "bantime");
		await bantime.getByText("Ban time").waitFor();
		await bantime.getByText("2 hours").waitFor();
		await bantime.getByRole("link", { name: "jail.d/zz-bangui.local:2" }).waitFor();
		await bantime.getByRole("button", { name: /came about.*bantime/ }).click();
		await bantime.getByRole("link", { name: /^jail\.d\/sshd\.conf:\d+$/ }).waitFor();
		const port = option(page, "port").first();
		await port.getByText("ssh,2222").waitFor();
		await port.getByRole("button", { name: /came about/ }).click();
		await port.getByText("%(extra)s", { exact: true }).waitFor();
		await page.getByLabel("Find an option").fill("log time zone");
		await page.getByText("No option has this").waitFor();
		await page.getByRole("radio", { name: "All" }).check({ force: true });
		await page.getByLabel("Find an option").fill("logtimezone");
		await option(page, "logtimezone").getByText("not set in any file").waitFor();
	});

	test("the page of a jail and its configuration lead to each other", async () => {
		const page = await story.open("/jails/local/sshd");
		await page.getByRole("main").getByRole("link", { name: "Configuration" }).click();
		await page.waitForURL(/\/configuration\/local\/jails\/sshd/);
		await page.getByRole("main").getByRole("link", { name: "Jail", exact: true }).click();
		await page.waitForURL(/\/jails\/local\/sshd/);
	});

	test("a filter tells who uses it, and the palette finds it", async () => {
		const page = await story.open("/");
		await page.getByRole("heading", { level: 1 }).waitFor();
		await page.keyboard.press("Control+k");
		await page.getByPlaceholder("Page, jail, host or address").fill("own");
		await page.getByRole("dialog").getByText("Filter", { exact: true }).click();
		await page.waitForURL(/\/configuration\/local\/filters\/own/);
		await page.getByRole("heading", { level: 1, name: "own" }).waitFor();
		await page.getByText("Filter in use").waitFor();
		await page.getByRole("main").getByRole("link", { name: "own-jail" }).first().click();
		await page.getByRole("heading", { level: 1, name: "own-jail" }).waitFor();
	});

	test("a file of the package cannot be changed, and leads to the one that counts over it", async () => {
		const page = await story.open("/configuration/local/file?name=jail.conf");
		const text = page.getByRole("textbox", { name: "Text of jail.conf" });
		await text.click();
		await page.keyboard.type("nonsense");
		assert.doesNotMatch(await text.innerText(), /nonsense/);
		await page.getByText("Where changes belong").waitFor();
		await page.getByRole("link", { name: "Change in jail.local" }).click();
		await page.getByRole("heading", { level: 1, name: "jail.local" }).waitFor();
		await page.getByText("You can change the text.").waitFor();
		assertInnocent(page, /status of 404/);
	});

	test("what was typed and not kept is not lost by a slip", async () => {
		const page = await story.open("/configuration/local/file?name=jail.d/zz-bangui.local");
		const text = page.getByRole("textbox", { name: "Text of jail.d/zz-bangui.local" });
		await text.click();
		await page.keyboard.type("# a thought ");
		await page.getByText("Not kept yet.").waitFor();
		await page.getByRole("radio", { name: "Filters" }).check({ force: true });
		await page.getByRole("link", { name: "own", exact: true }).click();
		const dialog = page.getByRole("dialog", { name: "Leave jail.d/zz-bangui.local without keeping it?" });
		await dialog.waitFor();
		await assertAccessible(page, "the question");
		await dialog.getByRole("button", { name: "Stay" }).click();
		await dialog.waitFor({ state: "detached" });
		assert.match(await text.innerText(), /# a thought/);
		await page.getByRole("link", { name: "own", exact: true }).click();
		await dialog.getByRole("button", { name: "Leave and forget" }).click();
		await page.getByRole("heading", { level: 1, name: "own" }).waitFor();
		assert.equal((await story.api("GET", "/config/local/draft")).files.length, 0);
		assertInnocent(page);
	});

	test("a file is shown in colours and lets the keyboard go", async () => {
		const page = await story.open("/configuration/local/file?name=jail.d/zz-bangui.local");
		const text = page.getByRole("textbox", { name: "Text of jail.d/zz-bangui.local" });
		await text.click();
		const colours = await text.evaluate((content) => {
			const colour = (word) => getComputedStyle([...content.querySelectorAll("span")].find((span) => span.textContent === word)).color;
			return [colour("[sshd]"), colour("bantime"), colour("2h"), colour("%(extra)s")];
		});
		assert.equal(new Set(colours).size, 4, `colours ${colours}`);
		await page.keyboard.press("Control+f");
		await page.locator(".cm-search").waitFor();
		await page.keyboard.press("Escape");
		await page.keyboard.press("Escape");
		await page.keyboard.press("Tab");
		assert.ok(await page.evaluate(() => !document.activeElement?.closest(".cm-editor")), "Tab should lead out");
		assertInnocent(page);
	});

	test("what a file says shows soon after it was changed by somebody else", async () => {
		const page = await story.open("/configuration/local/jails/own-jail");
		await page.getByText("Active jail").waitFor();
		put("jail.d/zzz.local", "[own-jail]\nmaxretry = 77\n");
		await page.reload();
		await option(page, "maxretry").getByText("77").waitFor();
		rmSync(join(story.fail2ban.config, "jail.d/zzz.local"));
	});

	test("it can be read while fail2ban does not run", async () => {
		await story.fail2ban.stop();
		const page = await story.open("/configuration/local/jails/sshd");
		await option(page, "bantime").getByText("2 hours").waitFor();
		await story.fail2ban.restart();
	});

	test("on a phone the list leads to its parts and back", async () => {
		const page = await story.open("/configuration", { viewport: phone });
		await page.getByRole("radio", { name: "Filters" }).check({ force: true });
		await page.getByRole("link", { name: "own", exact: true }).click();
		await page.getByRole("heading", { level: 1, name: "own" }).waitFor();
		await page.getByRole("main").getByRole("link", { name: "Configuration" }).click();
		await page.getByRole("heading", { level: 1, name: "Configuration" }).waitFor();
		assert.ok(await page.getByRole("radio", { name: "Filters" }).isChecked(), "the list should still be that of filters");
	});

	test("what is not there is said", async () => {
		const page = await story.open("/configuration/local/jails/nosuch");
		await page.getByText("The configuration has no “nosuch”.").waitFor();
		await page.goto("/configuration/local/file?name=jail.d/nosuch.conf");
		await page.getByText("There is no file “jail.d/nosuch.conf”.").waitFor();
		await page.goto("/configuration/local/file?name=../../etc/passwd");
		await page.getByText("is no file of fail2ban's configuration").waitFor();
		await page.goto("/configuration/local/planets/mars");
		await page.getByText("There is no such part of a configuration.").waitFor();
		assertInnocent(page, /status of (404|422)/);
	});

	const pages = [
		{ path: "/configuration", shows: (page) => page.getByText("bantme is no option") },
		{ path: "/configuration?parts=files", shows: (page) => page.getByRole("link", { name: "zz-bangui.local", exact: true }) },
		{ path: "/configuration/local/jails/sshd", shows: (page) => option(page, "bantime") },
		{ path: "/configuration/local/filters/own", shows: (page) => page.getByText("Filter in use") },
		{ path: "/configuration/local/server", shows: (page) => option(page, "dbpurgeage") },
		{ path: "/configuration/local/file?name=jail.d/zz-bangui.local&line=3", shows: (page) => page.locator(".cm-lint-marker") },
		{ path: "/configuration/local/jails/nosuch", shows: (page) => page.getByText("The configuration has no") },
	];

	for (const [device, viewport] of Object.entries({ desktop, phone })) {
		test(`accessible on a ${device}`, async () => {
			const page = await story.open("/", { viewport });
			for (const { path, shows } of pages) {
				await page.goto(path);
				await shows(page).first().waitFor({ state: "attached" });
				for (const more of await page.getByRole("button", { name: /came about/ }).all()) await more.click();
				await assertAccessible(page, path);
				await assertFits(page, path);
				assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, `one h1 on ${path}`);
			}
			assertInnocent(page, /status of 404/);
		});
	}
});
