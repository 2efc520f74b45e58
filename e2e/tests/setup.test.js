// The first visit: from the link that the server prints to the dashboard, with every mistake one can make on the way.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "../lib/chromium.js";
import { assertInnocent, openPage } from "../lib/page.js";
import { administrator, startBanGUI, startFail2ban, token } from "../lib/server.js";

describe("set-up", () => {
	let fail2ban, server, browser, page;

	before(async () => {
		fail2ban = await startFail2ban();
		server = await startBanGUI(fail2ban);
		browser = await launch();
		page = await openPage(browser, { base: server.base });
	});

	after(async () => {
		await browser?.close();
		await server?.close();
		await fail2ban?.close();
	});

	const field = (label) => page.getByRole("main").getByLabel(label, { exact: true }).and(page.locator("input, select"));
	const next = () => page.getByRole("button", { name: "Continue" }).click();
	const back = () => page.getByRole("button", { name: "Back" }).click();
	const finish = () => page.getByRole("button", { name: "Finish set-up" }).click();
	/** The words stand right under the field. */
	const complaint = async (label, words) => {
		const message = page.getByText(words);
		await message.waitFor();
		let [at, below] = [null, null];
		for (let tries = 0; (at === null || below === null) && tries < 50; tries++) {
			// The page may be drawing it anew at this very moment.
			[at, below] = await Promise.all([field(label).boundingBox(), message.boundingBox()]);
			if (at === null || below === null) await page.waitForTimeout(100);
		}
		const gap = below.y - at.y - at.height;
		assert.ok(gap >= 0 && gap < 40, `"${words}" is ${gap} px below ${label}`);
	};
	const introduce = async (name, password, again = password) => {
		await field("User name").fill(name);
		await field("Password").fill(password);
		await field("Password again").fill(again);
	};
	/** Through the two steps that follow the first, to the answer of the server. */
	const toTheEnd = async () => {
		await next();
		await next();
		await finish();
	};

	test("every page leads to it", async () => {
		await page.goto("/bans");
		await page.getByRole("heading", { level: 1, name: "Set up BanGUI" }).waitFor();
		assert.equal(new URL(page.url()).pathname, "/setup");
	});

	test("the token goes from the link into the form", async () => {
		await page.goto("about:blank");
		await page.goto(`/setup#token=${token}`);
		await page.getByText("Taken from the link that you opened.").waitFor();
		assert.equal(await field("Set-up token").inputValue(), token);
		assert.equal(new URL(page.url()).hash, "", "the token must not stay in the address");
	});

	test("mistakes are told at their field, at once where the browser can know", async () => {
		await next();
		await complaint("User name", /Enter a user name/);
		await introduce("admin", "short");
		await next();
		await complaint("Password", /at least 12 characters/);
		await introduce("admin", administrator.password, "something else entirely");
		await next();
		await complaint("Password again", /not the same/);
	});

	test("what only the server knows leads back to the field", async () => {
		await introduce("ad min!", administrator.password);
		await toTheEnd();
		await complaint("User name", /letters a to z/);
		await introduce("admin", "passwordpassword");
		await toTheEnd();
		await complaint("Password", /attackers try first/);
		await introduce("admin", administrator.password);
		await field("Set-up token").fill("not-the-token");
		await toTheEnd();
		await complaint("Set-up token", /Wrong set-up token/);
		await field("Set-up token").fill(token);
	});

	test("a time zone that does not exist is refused", async () => {
		await next();
		await field("Time zone").fill("Mars/Olympus");
		await next();
		await complaint("Time zone", /Choose a time zone/);
		await field("Time zone").fill("UTC");
		await page.keyboard.press("Escape");
		await field("A sign-in lasts").selectOption("480");
		await next();
	});

	test("the connection is tried while one types", async () => {
		await page.getByText(/fail2ban \d+\.\d+.* answers with 4 jails/).waitFor();
		await page.getByText("The configuration directory can be read.").waitFor();
		await field("Socket").fill("/run/nobody/listens.sock");
		await page.getByText(/no socket at \/run\/nobody\/listens\.sock/).waitFor();
		await page.getByText(/Start it:/).waitFor();
		await page.getByText(/You can finish now and mend this later/).waitFor();
		await field("Configuration directory").fill("/nowhere");
		await page.getByText(/^\/nowhere cannot be read/).waitFor();
		await field("Socket").fill("relative.sock");
		await finish();
		await complaint("Socket", /a path that begins with a slash/);
		await field("Socket").fill(fail2ban.socket);
		await field("Configuration directory").fill(fail2ban.config);
		await page.getByText(/fail2ban \d+\.\d+.* answers with 4 jails/).waitFor();
	});

	test("nothing is lost by going back", async () => {
		await back();
		assert.equal(await field("A sign-in lasts").inputValue(), "480");
		await back();
		assert.equal(await field("User name").inputValue(), "admin");
		await next();
		await next();
	});

	test("the end is the dashboard, signed in", async () => {
		await finish();
		await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
		await page.getByRole("button", { name: "Account" }).click();
		await page.getByText("admin", { exact: true }).waitFor();
		await page.keyboard.press("Escape");
		await page.reload();
		await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
	});

	test("afterwards it is over, here and in any other browser", async () => {
		await page.goto(`/setup#token=${token}`);
		await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
		const stranger = await openPage(browser, { base: server.base });
		await stranger.goto(`/setup#token=${token}`);
		await stranger.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
		const answer = await stranger.request.post("/api/v1/setup", {
			headers: { "X-BanGUI-Request": "1" },
			data: { token, username: "other", password: administrator.password },
		});
		assert.equal(answer.status(), 409);
	});

	test("the pages were quiet", () => {
		// Chromium itself writes a line for every answer that refuses something.
		assertInnocent(page, /the server responded with a status of (4\d\d)/);
	});
});
