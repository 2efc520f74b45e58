// Where bans come from: on the map, as a table, and as the bans themselves, with real addresses of known countries.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone, tablet } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";


/** More from China than one page of the list holds. */
const many = Array.from({ length: 130 }, (_, i) => `36.118.14.${i + 1}`);
const germany = ["217.0.0.1", "217.0.0.2", "217.0.0.3"];
const unknown = "198.51.100.7";

describe("map", () => {
	let story;

	before(async () => {
		story = await startStory();
		await story.api("POST", "/bans", { addresses: [...many, ...germany, "103.6.150.1"], jail: "recidive" });
		await story.fail2ban.attack("sshd", unknown);
		await until(async () => (await story.api("GET", "/bans/active?limit=1")).total === many.length + germany.length + 2, "the bans");
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const map = (page) => page.getByRole("application", { name: "Map of bans by country" });
	const countries = (page) => page.getByRole("table", { name: "Countries" });
	const name = (page, of) => countries(page).getByRole("button", { name: of, exact: true });
	const bans = (page) => page.getByRole("table", { name: "Bans", exact: true });
	const viewBox = (page) => map(page).locator("svg").getAttribute("viewBox");
	const gradeOf = (page, code) => map(page).locator(`path[data-code="${code}"]`).first().getAttribute("data-class");
	const selected = (page) => new URL(page.url()).searchParams.get("country");
	const open = async (path = "/map", options = {}) => {
		const page = await story.open(path, options);
		await map(page).waitFor();
		return page;
	};
	/** The middle of a country that has none of its neighbours there. */
	const press = async (page, code) => {
		const box = await map(page).locator(`path[data-code="${code}"]`).first().boundingBox();
		await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
	};

	test("countries are counted, with those that are not known", async () => {
		const page = await open();
		await page.getByText(/^135 bans from 3 countries in the last 24 hours/).waitFor();
		const rows = countries(page).getByRole("row");
		assert.match(await rows.nth(1).textContent(), /^1CNChina130\s*96%/);
		assert.match(await rows.nth(2).textContent(), /^2DEGermany3\s*2%/);
		await rows.filter({ hasText: "Unknown country" }).waitFor();
		await page.getByText("1 without a place on the map").waitFor();
		await page.getByText(/^Countries: IPFire Location, CC BY-SA 4\.0, \d+ \w+ 20\d\d · Map: Natural Earth$/).waitFor();
		assertInnocent(page);
	});

	test("a press on the map selects, another one lets go", async () => {
		const page = await open();
		await name(page, "China").waitFor();
		await press(page, "CN");
		await page.waitForURL(/country=CN/);
		assert.equal(await name(page, "China").getAttribute("aria-pressed"), "true");
		await page.getByRole("button", { name: "Country: China" }).waitFor();
		await press(page, "CN");
		await page.waitForURL((url) => !url.search.includes("country"));
		assert.equal(await name(page, "China").getAttribute("aria-pressed"), "false");
	});

	test("so does the table, by keyboard alone", async () => {
		const page = await open();
		await name(page, "China").focus();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Enter");
		await page.waitForURL(/country=DE/);
		await page.keyboard.press("ArrowUp");
		await page.keyboard.press(" ");
		await page.waitForURL(/country=CN/);
		await page.keyboard.press("Escape");
		await page.waitForURL((url) => !url.search.includes("country"));
		assert.equal(await page.evaluate(() => document.activeElement.textContent), "CNChina", "the focus stays");
	});

	test("all bans of the country are there, page by page, and no others", async () => {
		const page = await open();
		await name(page, "China").click();
		await page.getByText("Bans · 130", { exact: true }).click();
		await page.waitForURL(/list=bans/);
		await page.getByText("130 bans from China").waitFor();
		const seen = new Set();
		await until(async () => {
			for (const text of await bans(page).locator("tbody .mono").allTextContents()) seen.add(text);
			await bans(page).evaluate((table) => (table.parentElement.scrollTop += 400));
			return seen.size >= many.length;
		}, "all rows to come by");
		assert.deepEqual([...seen].sort(), [...many].sort());
		await page.reload();
		await page.getByText("130 bans from China").waitFor();
	});

	test("addresses without a country are a selection as well", async () => {
		const page = await open("/map?list=bans");
		await bans(page).getByText(unknown).waitFor();
		await page.getByText(/^Countries · 3$/).click();
		await name(page, "Unknown country").click();
		await page.waitForURL(/country=ZZ/);
		await page.getByText("Bans · 1", { exact: true }).click();
		await page.getByText("1 ban from Unknown country").waitFor();
		await bans(page).getByRole("row").filter({ hasText: unknown }).click();
		await page.getByRole("dialog").getByRole("heading", { name: "Why" }).waitFor();
	});

	test("keys zoom, go through the countries and select", async () => {
		const page = await open();
		await name(page, "China").waitFor();
		const home = await viewBox(page);
		await map(page).focus();
		await page.keyboard.press("+");
		assert.notEqual(await viewBox(page), home);
		const zoomed = await viewBox(page);
		await page.keyboard.press("ArrowLeft");
		assert.notEqual(await viewBox(page), zoomed);
		await page.keyboard.press("0");
		assert.equal(await viewBox(page), home);
		await page.getByRole("button", { name: "Europe" }).click();
		assert.notEqual(await viewBox(page), home);
		await page.getByRole("button", { name: "Show the whole world" }).click();
		assert.equal(await viewBox(page), home);
		await map(page).focus();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Enter");
		await page.waitForURL(/country=DE/);
	});

	test("colours follow limits of one's own at once, and are remembered", async () => {
		const page = await open();
		await name(page, "China").waitFor();
		await page.getByRole("button", { name: "Colours", exact: true }).click();
		await page.getByText("Default", { exact: true }).click();
		assert.equal(await gradeOf(page, "CN"), "2");
		await page.getByText("Own limits", { exact: true }).click();
		await page.getByLabel("Colour 2 begins at").fill("3");
		assert.equal(await gradeOf(page, "DE"), "2");
		await page.getByLabel("Colour 3 begins at").fill("3");
		await page.getByText("Colour 3 must begin above 3, where colour 2 begins.").waitFor();
		await assertAccessible(page, "the editor of colours");
		await page.getByLabel("Colour 3 begins at").fill("130");
		assert.equal(await gradeOf(page, "CN"), "3");
		await page.waitForURL(/classes=1(,|%2C)3(,|%2C)130/);
		await page.goto("/map");
		await name(page, "China").waitFor();
		assert.equal(await gradeOf(page, "CN"), "3");
		assertInnocent(page);
	});

	test("a new ban is seen at once, on the map and in the list, and waits while the pointer is there", async () => {
		const page = await open("/map?list=bans");
		await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
		await bans(page).getByText(unknown).waitFor();
		await page.mouse.move(10, 400);
		assert.equal(await gradeOf(page, "JP"), "0");
		await story.fail2ban.attack("sshd", "126.0.0.1");
		await bans(page).getByText("126.0.0.1", { exact: true }).waitFor({ timeout: 60_000 });
		await until(async () => (await gradeOf(page, "JP")) !== "0", "Japan to be coloured");
		await bans(page).getByText(unknown).hover();
		await story.fail2ban.attack("sshd", "126.0.0.2");
		await page.getByRole("button", { name: "1 new – show" }).click({ timeout: 60_000 });
		await bans(page).getByText("126.0.0.2", { exact: true }).waitFor();
		assertInnocent(page);
	});

	test("g and m lead here, and so does the palette", async () => {
		const page = await story.open("/");
		await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
		await page.keyboard.press("g");
		await page.keyboard.press("m");
		await page.getByRole("heading", { level: 1, name: "World map" }).waitFor();
		assert.equal(await page.title(), "World map · BanGUI");
		await page.keyboard.press("/");
		assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Find a country");
		await page.goto("/");
		await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
		await page.keyboard.press("Control+k");
		await page.getByRole("dialog", { name: "Search or run a command" }).waitFor();
		await page.keyboard.type("world");
		await page.keyboard.press("Enter");
		await page.waitForURL(/\/map$/);
	});

	test("a phone shows the map, then the list", async () => {
		const page = await open("/map", { viewport: phone });
		await name(page, "Germany").tap();
		await page.waitForURL(/country=DE/);
		await page.getByText("Bans · 3", { exact: true }).tap();
		const list = page.getByRole("list", { name: "Bans" });
		await list.getByRole("listitem").nth(germany.length - 1).waitFor();
		assert.equal(await list.getByRole("listitem").count(), germany.length);
		const [above, below] = [await map(page).boundingBox(), await list.boundingBox()];
		assert.ok(above.y + above.height <= below.y, "the map is above the list");
		await list.getByRole("button").first().tap();
		await page.getByRole("dialog").waitFor();
	});

	for (const [device, viewport] of Object.entries({ desktop, tablet, phone })) {
		test(`accessible on a ${device}`, async () => {
			const page = await open("/map", { viewport });
			for (const path of ["/map", "/map?country=CN", "/map?country=CN&list=bans"]) {
				await page.goto(path);
				await name(page, "China").or(page.getByText("130 bans from China")).first().waitFor();
				await map(page).waitFor();
				await assertAccessible(page, path);
				await assertFits(page, path);
			}
			assert.equal(selected(page), "CN");
			assertInnocent(page);
		});
	}
});
