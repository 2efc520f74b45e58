// What is happening, live: figures, trend, where bans come from, new bans, and why an address is banned.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, assertInnocent, desktop, phone, weigh } from "../lib/page.js";
import { seed, setUp, startBanGUI, until } from "../lib/server.js";
import { startStory } from "../lib/story.js";


describe("dashboard", () => {
	let story;

	before(async () => {
		story = await startStory();
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const block = (page, name) => page.getByRole("region", { name, exact: true });
	const rows = (page) => page.getByRole("table", { name: "Recent bans" }).getByRole("row");
	const rowOf = (page, address) => rows(page).filter({ hasText: address });
	/** Opens the page with the list of recent bans in sight. */
	const openRecent = async (path = "/") => {
		const page = await story.open(path);
		await block(page, "Recent bans").scrollIntoViewIfNeeded();
		return page;
	};
	/** Goes through the page once, as blocks are fetched when somebody comes near them. */
	const readThrough = async (page) => {
		for (const name of ["Bans over time", "Bans by jail", "Where bans come from", "Countries", "Networks", "Addresses", "Recent bans"]) {
			await block(page, name).scrollIntoViewIfNeeded();
		}
		await page.getByRole("application", { name: "Map of bans by country" }).waitFor();
		await block(page, "Addresses").getByRole("link").first().waitFor();
		await page.getByText(/Show more in the history/).waitFor();
	};

	test("an empty history says why and offers a wider range", async () => {
		const page = await openRecent();
		await page.getByText("fail2ban is running and has not banned anybody yet.").waitFor();
		await block(page, "Networks").getByText("BANGUI_GEO_ASN_DB").waitFor();
		await page.getByRole("button", { name: "Show 7 days" }).click();
		await page.waitForURL("**/?range=7d");
		assert.equal(await page.getByRole("radio", { name: "7 days" }).isChecked(), true);
	});

	test("an attack appears within seconds, without a reload", async () => {
		const page = await openRecent();
		await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
		await page.getByText("fail2ban is running and has not banned anybody yet.").waitFor();
		await page.evaluate(() => (window.sameDocument = true));
		const began = performance.now();
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await rowOf(page, "198.51.100.7").waitFor({ timeout: 60_000 });
		const seconds = (performance.now() - began) / 1000;
		assert.ok(seconds < 20, `it took ${seconds.toFixed(1)} s`);
		assert.equal(await page.evaluate(() => window.sameDocument), true);
		await page.getByRole("link", { name: /Active bans\s*1\s*in 1 of 4 jails/ }).waitFor();
		assertInnocent(page);
	});

	test("while the pointer is on the table new bans wait", async () => {
		const page = await openRecent();
		await rowOf(page, "198.51.100.7").hover();
		await story.fail2ban.attack("postfix-sasl", "198.51.100.8");
		const waiting = page.getByRole("button", { name: "1 new – show" });
		await waiting.waitFor({ timeout: 60_000 });
		assert.equal(await rowOf(page, "198.51.100.8").count(), 0);
		await waiting.click();
		await rowOf(page, "198.51.100.8").waitFor();
	});

	test("a ban tells why: the lines that led to it", async () => {
		const page = await openRecent();
		await rowOf(page, "198.51.100.7").getByRole("cell").first().click();
		const sheet = page.getByRole("dialog");
		await sheet.getByRole("heading", { name: "Why" }).waitFor();
		await until(async () => (await sheet.getByRole("listitem").filter({ hasText: /sshd.*198\.51\.100\.7/ }).count()) === 3, "the three lines");
		await sheet.getByText("None: this is its only ban in the history.").waitFor();
		await page.keyboard.press("Escape");
		await sheet.waitFor({ state: "hidden" });
	});

	test("figures, range and filter are in the address", async () => {
		const page = await story.open("/?range=30d");
		await page.getByRole("link", { name: /Bans in 30 days\s*2/ }).waitFor();
		await page.getByRole("link", { name: /Jails running\s*4\s*all of 4/ }).waitFor();
		await block(page, "Bans by jail").getByRole("button", { name: /sshd/ }).click();
		await page.waitForURL(/jail=sshd/);
		await block(page, "Recent bans").scrollIntoViewIfNeeded();
		await rowOf(page, "198.51.100.7").waitFor();
		assert.equal(await rowOf(page, "198.51.100.8").count(), 0);
		await page.reload();
		await page.getByRole("link", { name: /Bans in 30 days\s*1/ }).waitFor();
		assert.equal(await page.getByRole("radio", { name: "30 days" }).isChecked(), true);
		assert.match(await page.getByRole("link", { name: /Bans in 30 days/ }).getAttribute("href"), /\/history\?.*jail=sshd/);
		await page.keyboard.press("[");
		await page.waitForURL(/range=7d/);
		await page.keyboard.press("Escape");
		await page.waitForURL((url) => !url.search.includes("jail"));
	});

	test("a ban can be lifted from here", async () => {
		const page = await openRecent();
		await page.getByRole("button", { name: "What to do with 198.51.100.8" }).click();
		await page.getByRole("menuitem", { name: "Unban" }).click();
		await page.getByText("198.51.100.8 unbanned from postfix-sasl").waitFor();
		const { items } = await story.api("GET", "/bans/active");
		assert.deepEqual(items.map(({ address }) => address), ["198.51.100.7"]);
	});

	describe("with bans from several countries", () => {
		/** Public addresses, and how often each jail is attacked from there. */
		const attacks = [
			["sshd", "61.177.0.10"],
			["sshd", "61.177.0.11"],
			["sshd", "185.26.156.9"],
			["nginx-http-auth", "61.177.0.12"],
			["nginx-http-auth", "200.147.3.1"],
		];
		let ranking;
		/** How many bans there are then. */
		let all;

		before(async () => {
			all = (await story.api("GET", "/stats/countries?range=24h")).total + attacks.length;
			for (const [jail, address] of attacks) await story.fail2ban.attack(jail, address);
			ranking = await until(async () => {
				const countries = await story.api("GET", "/stats/countries?range=24h");
				return countries.total === all && countries.items;
			}, "the bans");
		});

		const country = (page, code) => block(page, "Countries").getByRole("button", { name: new RegExp(`^${new Intl.DisplayNames("en-GB", { type: "region" }).of(code)} \\d`) });

		test("a country narrows every block and is taken back by pressing it again", async () => {
			const page = await story.open("/");
			await readThrough(page);
			const first = ranking.find((item) => item.country !== "");
			assert.equal(first.n, 3, `${first.country} has most bans`);
			await country(page, first.country).click();
			await page.waitForURL(new RegExp(`country=${first.country}`));
			await page.getByRole("link", { name: /Bans in 24 hours\s*3/ }).waitFor();
			await page.getByRole("link", { name: /Failures in 24 hours\s*–\s*not counted/ }).waitFor();
			await block(page, "Bans by jail").getByRole("button", { name: /^nginx-http-auth 1/ }).waitFor();
			await rowOf(page, "61.177.0.12").waitFor();
			await rowOf(page, "200.147.3.1").waitFor({ state: "detached" });
			assert.equal(await rowOf(page, "185.26.156.9").count(), 0);
			assert.equal(await country(page, ranking.at(-1).country || first.country).count(), 1, "the others stay to choose from");
			await country(page, first.country).click();
			await page.waitForURL((url) => !url.search.includes("country"));
			await rowOf(page, "200.147.3.1").waitFor();
			assertInnocent(page);
		});

		test("the map does the same by keyboard", async () => {
			const page = await story.open("/");
			const map = page.getByRole("application", { name: "Map of bans by country" });
			await map.focus();
			await page.keyboard.press("ArrowRight");
			await page.keyboard.press("Enter");
			await page.waitForURL(/country=[A-Z]{2}/);
			await block(page, "Where bans come from").getByRole("button", { name: /^(?!Zoom|Show)/ }).first().waitFor();
		});

		test("a jail and a country together, removed by their chips", async () => {
			const page = await story.open("/");
			await block(page, "Bans by jail").getByRole("button", { name: /^sshd/ }).click();
			await readThrough(page);
			await country(page, ranking.find((item) => item.country !== "").country).click();
			await page.getByRole("link", { name: /Bans in 24 hours\s*2/ }).waitFor();
			await page.getByRole("button", { name: "Clear filters" }).first().click();
			await page.getByRole("link", { name: new RegExp(`Bans in 24 hours\\s*${all}`) }).waitFor();
			assert.equal(new URL(page.url()).search, "");
		});

		test("a piece of the trend zooms the page, by keyboard and by pointer, and back leads out again", async () => {
			const page = await story.open("/");
			const plot = page.getByRole("application", { name: "Bans over time by jail" });
			await plot.locator("canvas").waitFor();
			await plot.focus();
			await page.keyboard.press("End");
			for (let i = 0; i < 3; i++) await page.keyboard.press("Shift+ArrowLeft");
			await page.keyboard.press("Enter");
			await page.waitForURL(/from=.*&to=/);
			const { searchParams } = new URL(page.url());
			assert.equal(Date.parse(searchParams.get("to")) - Date.parse(searchParams.get("from")), 4 * 3_600_000);
			await page.getByRole("link", { name: new RegExp(`Bans in the chosen time\\s*${all}`) }).waitFor();
			const zoomOut = block(page, "Bans over time").getByRole("button", { name: "Zoom out" });
			await zoomOut.waitFor();
			await page.goBack();
			await page.waitForURL((url) => url.search === "");
			await zoomOut.waitFor({ state: "detached" });

			await plot.locator("canvas").waitFor();
			const box = await plot.locator(".u-over").boundingBox();
			await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2);
			await page.mouse.down();
			await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2, { steps: 5 });
			await page.mouse.up();
			await page.waitForURL(/from=.*&to=/);
			const length = () => {
				const { searchParams } = new URL(page.url());
				return Date.parse(searchParams.get("to")) - Date.parse(searchParams.get("from"));
			};
			const zoomed = length();
			await zoomOut.click();
			await until(() => length() === 2 * zoomed, "twice the time");
			assertInnocent(page);
		});

		test("the trend as a table has the same numbers", async () => {
			const page = await story.open("/");
			await block(page, "Bans over time").getByRole("button", { name: "Show as table" }).click();
			const table = page.getByRole("table", { name: "Bans over time by jail" });
			await table.getByRole("row").nth(24).waitFor();
			assert.deepEqual((await table.getByRole("columnheader").allTextContents()).slice(0, 2), ["Time", "sshd"]);
			assert.equal(await table.getByRole("row").count(), 25);
			await block(page, "Bans over time").getByRole("button", { name: "Show as chart" }).click();
			await page.getByRole("application", { name: "Bans over time by jail" }).waitFor();
		});

		test("an address leads to all that is known of it, and countries are credited", async () => {
			const page = await story.open("/");
			await readThrough(page);
			await block(page, "Where bans come from").getByText(/IPFire Location, CC BY-SA 4\.0/).waitFor();
			await block(page, "Addresses").getByRole("link", { name: /61\.177\.0\.10/ }).click();
			await page.getByRole("heading", { level: 1, name: "61.177.0.10" }).waitFor();
		});

		for (const [device, viewport] of Object.entries({ desktop, phone })) {
			test(`is accessible and fits on a ${device} screen`, async () => {
				const page = await story.open("/?range=7d&jail=sshd", { viewport });
				await readThrough(page);
				await assertAccessible(page, "the dashboard");
				await assertFits(page, "the dashboard");
				assertInnocent(page);
			});
		}

		for (const slow of [false, true]) {
			test(`stands still while it loads${slow ? ", slowly and in another order" : ""}`, () => standsStill(slow));
		}

		async function standsStill(slow) {
			for (const viewport of [desktop, phone]) {
				const page = await story.open("about:blank", { viewport });
				if (slow) await slowDown(page);
				await page.addInitScript(() => {
					window.shifts = [];
					new PerformanceObserver((list) => {
						for (const { hadRecentInput, value, sources } of list.getEntries()) {
							const moved = sources.map(({ node }) => node?.className ?? node?.nodeName);
							if (!hadRecentInput) window.shifts.push({ value, moved });
						}
					}).observe({ type: "layout-shift", buffered: true });
				});
				await page.goto(`${story.server.base}/`);
				await block(page, "Bans by jail").getByRole("button", { name: /sshd/ }).waitFor();
				await page.waitForTimeout(1_000);
				await readThrough(page);
				const shifts = await page.evaluate(() => window.shifts);
				const shift = shifts.reduce((sum, { value }) => sum + value, 0);
				assert.ok(shift < 0.05, `cumulative layout shift ${shift.toFixed(3)} at ${viewport.width} px: ${JSON.stringify(shifts)}`);
			}
		}

		test("keeps two lines for the state on a phone, however long its words are", async () => {
			const page = await story.open("/", { viewport: phone });
			const strip = page.locator("header [class*=strip]");
			await strip.getByText(/reachable/).waitFor();
			const height = (words) =>
				strip.evaluate((node, texts) => {
					node.replaceChildren(...texts.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
					return node.getBoundingClientRect().height;
				}, words);
			assert.equal(await height(["local is reachable"]), await height(["local is reachable", "fail2ban 1.1.0, 1.0.2", "Last ban 12 min. ago"]));
		});

		/** A weak phone on a bad network, on which the answer about the hosts comes last. */
		async function slowDown(page) {
			const debug = await page.context().newCDPSession(page);
			await debug.send("Emulation.setCPUThrottlingRate", { rate: 4 });
			await page.route(/\/api\/v1\/|\.woff2/, async (route) => {
				const aboutHosts = /hosts(&|$)/.test(decodeURIComponent(route.request().url()));
				await sleep(aboutHosts ? 2_500 : 600);
				await route.continue().catch(() => undefined);
			});
		}

		test("leads on with the same filters", async () => {
			const page = await story.open("/?jail=sshd");
			await block(page, "Where bans come from").getByRole("link", { name: "Open the map" }).click();
			await page.waitForURL("**/map?jail=sshd");
			await page.goBack();
			await readThrough(page);
			await page.getByRole("link", { name: "Show more in the history" }).click();
			await page.waitForURL(/history\?.*jail=sshd/);
			assert.equal(new URL(page.url()).searchParams.get("range"), "24h");
		});

		test("is printed without what one presses", async () => {
			const page = await story.open("/");
			await readThrough(page);
			await page.emulateMedia({ media: "print" });
			assert.equal(await page.getByRole("button", { name: "Ban", exact: true }).isVisible(), false);
			assert.equal(await page.getByRole("navigation").first().isVisible(), false);
			assert.equal(await block(page, "Countries").isVisible(), true);
		});
	});

	describe("with a long history", () => {
		let server;
		let storageState;

		before(async () => {
			server = await startBanGUI(story.fail2ban, { dir: seed(20_000) });
			storageState = await setUp(server);
		});

		after(() => server?.close());

		for (const [device, viewport] of Object.entries({ desktop, phone })) {
			test(`its first visit is small on a ${device} screen`, async () => {
				const page = await story.open("about:blank", { base: server.base, storageState, viewport });
				const visit = await weigh(page);
				await page.goto(`${server.base}/?range=30d`);
				await block(page, "Bans by jail").getByRole("button", { name: /sshd/ }).waitFor();
				await readThrough(page);
				// What is out of sight is built once the page has come to rest.
				await page.waitForTimeout(4_500);
				const { requests, failed, bytes, scripts } = visit();
				assert.ok(requests.length <= 15, `${requests.length} requests:\n${requests.join("\n")}`);
				assert.deepEqual(failed, []);
				assert.ok(bytes <= 350_000, `${bytes} bytes`);
				assert.ok(scripts <= 170_000, `${scripts} bytes of JavaScript, headers not counted`);
				const elements = await page.evaluate(() => document.querySelectorAll("*").length);
				assert.ok(elements < 1500, `${elements} elements`);
				assertInnocent(page);
			});
		}

		test("its second visit asks for answers only", async () => {
			const page = await story.open("about:blank", { base: server.base, storageState });
			await page.goto(`${server.base}/`);
			await readThrough(page);
			const visit = await weigh(page);
			await page.goto(`${server.base}/`);
			await readThrough(page);
			const { fresh } = visit();
			assert.deepEqual(fresh.filter((path) => path !== "/" && !path.startsWith("/api/")), []);
		});
	});
});
