// Signing in and out, and what ends a session.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { administrator } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("session", () => {
	let story;

	before(async () => {
		story = await startStory();
	});

	after(() => story?.close());
	beforeEach(() => story.closePages());

	const stranger = (path) => story.open(path, { storageState: undefined });
	const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
	const signIn = async (page, password = administrator.password) => {
		await page.getByLabel("User name").fill(administrator.username);
		await page.getByLabel("Password", { exact: true }).fill(password);
		await page.getByRole("button", { name: "Sign in" }).click();
	};

	test("sign-in leads to the page first asked for, with its filters", async () => {
		const page = await stranger("/bans?q=ssh");
		await heading(page, "Sign in");
		assert.equal(new URL(page.url()).searchParams.get("next"), "/bans?q=ssh");
		await signIn(page);
		await heading(page, "Active bans");
		assert.equal(new URL(page.url()).search, "?q=ssh");
	});

	test("it leads nowhere else", async () => {
		const page = await stranger("/sign-in?next=//example.com/");
		await signIn(page);
		await heading(page, "Dashboard");
		assert.equal(new URL(page.url()).origin, story.server.base);
	});

	test("empty fields are told at once", async () => {
		const page = await stranger("/sign-in");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByText("Enter your user name.").waitFor();
		await page.getByText("Enter your password.").waitFor();
	});

	test("signing out ends it in every tab", async () => {
		const page = await stranger("/");
		await signIn(page);
		await heading(page, "Dashboard");
		const other = await page.context().newPage();
		await other.goto("/bans");
		await heading(other, "Active bans");
		await page.getByRole("button", { name: "Account" }).click();
		await page.getByRole("menuitem", { name: "Sign out" }).click();
		await heading(page, "Sign in");
		await heading(other, "Sign in");
		assert.equal(new URL(other.url()).searchParams.get("next"), "/bans");
		await page.goBack();
		await heading(page, "Sign in");
	});

	test("a session that ended elsewhere leads to sign-in and back", async () => {
		const page = await stranger("/");
		await signIn(page);
		await heading(page, "Dashboard");
		await page.context().clearCookies();
		await page.keyboard.press("g");
		await page.keyboard.press("b");
		await heading(page, "Sign in");
		assert.equal(new URL(page.url()).searchParams.get("next"), "/bans");
		await signIn(page);
		await heading(page, "Active bans");
	});

	test("a wrong password is refused, and too many make one wait", async () => {
		const page = await stranger("/sign-in");
		await signIn(page, "not this one");
		await page.getByText("User name or password is wrong.").waitFor();
		const wait = page.getByRole("button", { name: /Wait \d+ seconds?/ });
		for (let status = 401; status === 401; ) {
			const answered = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/session"));
			await signIn(page, "nor this one");
			status = (await answered).status();
		}
		await page.getByText("Too many attempts from your address.").waitFor();
		assert.equal(await wait.isDisabled(), true);
		const seconds = async () => Number((await wait.textContent()).match(/\d+/)[0]);
		const first = await seconds();
		assert.ok(first > 0 && first <= 60, `${first} seconds`);
		await page.waitForFunction((n) => Number(document.body.innerText.match(/Wait (\d+)/)?.[1]) < n, first);
	});
});
