// Who serves: one process tells of itself, and of how to become several.
import { after, afterEach, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { hostname } from "node:os";
import { phone } from "../lib/page.js";
import { startStory } from "../lib/story.js";

describe("replicas", () => {
	let story;

	before(async () => {
		story = await startStory();
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const card = (page) => page.getByRole("region", { name: hostname() });

	for (const [device, viewport] of Object.entries({ desktop: undefined, phone })) {
		test(`one process tells what it holds and since when, on a ${device}`, async () => {
			const page = await story.open("/replicas", { viewport });
			await page.getByText("One process, with its data in SQLite").waitFor();
			await card(page).getByText("Serving").waitFor();
			await card(page).getByText("answers you now").waitFor();
			await card(page).getByText("agrees with the database").waitFor();
			await page.getByRole("heading", { name: "To go on when a machine fails" }).waitFor();
			const { items, database } = await story.api("GET", "/replicas");
			assert.equal(database, "sqlite");
			assert.equal(items.length, 1);
			await card(page).getByText(`process ${items[0].pid}`).waitFor();
			await card(page).getByText(items[0].version, { exact: true }).waitFor();
		});
	}

	test("a host leads to its jails", async () => {
		const page = await story.open("/replicas");
		await card(page).getByRole("link", { name: "local" }).click({ timeout: 60_000 });
		await page.getByRole("heading", { level: 1 }).filter({ hasText: /Jails|nginx|postfix|recidive|sshd/ }).waitFor();
	});

	test("the keyboard and the palette lead there", async () => {
		const page = await story.open("/");
		await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
		await page.keyboard.press("g");
		await page.keyboard.press("r");
		await page.getByRole("heading", { level: 1, name: "Replicas" }).waitFor();
		await page.goto("/");
		await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
		await page.keyboard.press("Control+k");
		const palette = page.getByRole("dialog", { name: "Search or run a command" });
		await palette.waitFor();
		await page.keyboard.type("repl");
		await palette.getByText("Replicas", { exact: true }).click();
		await page.waitForURL(/\/replicas$/);
	});
});
