// Jobs: what will run can be changed and run at once, what ran can be read.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("jobs", () => {
	let story;
	let title;

	before(async () => {
		story = await startStory();
		title = (await schedule()).title;
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const schedule = async () => (await story.api("GET", "/schedules")).items.find(({ task }) => task === "session.cleanup");
	const row = (page) => page.getByRole("table", { name: "Schedules" }).getByRole("row").filter({ hasText: title });

	test("a task is run now, and its run can be read", async () => {
		const page = await story.open("/jobs");
		await row(page).getByRole("button", { name: "Run now" }).click();
		await page.getByText(`“${title}” starts within seconds.`).waitFor();
		const run = page.getByRole("table", { name: "History" }).getByRole("row").filter({ hasText: title }).filter({ hasText: "By admin" });
		await run.first().getByText("Done").waitFor({ timeout: 60_000 });
		await run.first().getByRole("link", { name: title }).click();
		await page.getByRole("heading", { level: 1, name: title }).waitFor();
		await page.getByText("It ended as it should.").waitFor();
		await page.getByRole("link", { name: "All jobs" }).click();
		await row(page).waitFor();
	});

	test("a schedule is switched off, and on again by undo", async () => {
		const page = await story.open("/jobs");
		await row(page).getByRole("switch").click({ force: true });
		await until(async () => !(await schedule()).enabled, "the schedule to be off");
		await page.getByRole("button", { name: "Undo" }).click();
		await until(async () => (await schedule()).enabled, "the schedule to be on");
	});

	test("a schedule is changed; what the server refuses stands at its field; and back to the default", async () => {
		const page = await story.open("/jobs");
		await row(page).getByRole("button", { name: /^Edit/ }).click();
		const sheet = page.getByRole("dialog", { name: title });
		await sheet.getByText("Calendar", { exact: true }).click();
		await sheet.getByLabel("Cron expression").fill("61 4 * * *");
		await sheet.getByRole("button", { name: "Save" }).click();
		await until(async () => (await sheet.getByLabel("Cron expression").getAttribute("aria-invalid")) === "true", "the refusal");
		await sheet.getByLabel("Cron expression").fill("30 3 * * mon");
		await sheet.getByText("every Monday at 03:30").waitFor();
		await sheet.getByRole("button", { name: "Save" }).click();
		await row(page).getByText("every Monday at 03:30").waitFor();
		assert.equal((await schedule()).cron, "30 3 * * mon");
		await row(page).getByRole("button", { name: /^Edit/ }).click();
		await sheet.getByRole("button", { name: /^Back to the default/ }).click();
		await until(async () => !(await schedule()).custom, "the default");
	});

	test("the history is narrowed, in the URL", async () => {
		const page = await story.open("/jobs");
		await page.getByRole("group", { name: "State" }).getByRole("button", { name: "Failed" }).click();
		await page.waitForURL(/state=failed/);
		await page.getByText("No run matches").waitFor();
		await page.getByRole("button", { name: "Clear filters" }).click();
		await page.getByRole("table", { name: "History" }).waitFor();
	});
});
