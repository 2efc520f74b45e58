// Opens the dashboard of a running server in Chromium again and again, and prints as JSON how many milliseconds went by until all blocks on the
// screen had their contents, and until the largest thing was painted. A first visit has an empty cache, a second one that of the first.
//
// node paint.js BASE USERNAME PASSWORD RUNS
import { launch } from "../lib/chromium.js";
import { desktop, openPage, phone } from "../lib/page.js";

const [base, username, password, runs] = process.argv.slice(2);
const path = "/?range=30d";

/** Runs in the page: `ready` is when the last placeholder on the screen had gone, null while there is one. */
function watch() {
	window.paint = { ready: null, largest: 0 };
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) window.paint.largest = entry.startTime;
	}).observe({ type: "largest-contentful-paint", buffered: true });
	const onScreen = (element) => {
		const { top, bottom, height } = element.getBoundingClientRect();
		return height > 0 && top < innerHeight && bottom > 0;
	};
	const waits = (element) => element.ariaBusy === "true" || /^Loading/.test(element.ariaLabel ?? element.textContent);
	const look = () => {
		const there = document.querySelector("main h1") !== null;
		const ready = there && ![...document.querySelectorAll('[aria-busy="true"], [role="status"]')].some((e) => waits(e) && onScreen(e));
		if (!ready) window.paint.ready = null;
		else window.paint.ready ??= performance.now();
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}

/** Loads the page and waits until nothing has changed back for a second. */
async function visit(page) {
	await page.goto(path);
	await page.waitForFunction(() => window.paint.ready !== null && performance.now() > window.paint.ready + 1000);
	return page.evaluate(() => window.paint);
}

/** Signs in once: there are only so many tries a minute. */
async function signIn(browser) {
	const context = await browser.newContext({ baseURL: base });
	const answer = await context.request.post("/api/v1/session", { data: { username, password }, headers: { "X-BanGUI-Request": "1" } });
	if (!answer.ok()) throw new Error(`sign in: ${answer.status()} ${await answer.text()}`);
	return context.storageState();
}

const browser = await launch();
try {
	const storageState = await signIn(browser);
	const screens = {};
	for (const [name, viewport] of Object.entries({ desktop, phone })) {
		screens[name] = { first: [], second: [], largest: [] };
		for (let n = 0; n < Number(runs); n++) {
			const page = await openPage(browser, { base, viewport, storageState });
			await page.addInitScript(watch);
			const first = await visit(page);
			screens[name].first.push(first.ready);
			screens[name].largest.push(first.largest);
			screens[name].second.push((await visit(page)).ready);
			if (page.sins.length > 0) throw new Error(page.sins.join("\n"));
			await page.context().close();
		}
	}
	console.log(JSON.stringify(screens));
} finally {
	await browser.close();
}
