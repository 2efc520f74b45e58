// A page that remembers everything it should not have done.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import assert from "node:assert/strict";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const desktop = { width: 1440, height: 900 };
export const tablet = { width: 900, height: 800 };
export const phone = { width: 390, height: 844 };

/** The smallest screen: 1280 px wide, four times enlarged. */
const narrow = { width: 320, height: 640 };

/**
 * Opens a context with one page. Console errors, exceptions, policy violations and requests to other origins are collected in
 * `page.sins`; see {@link assertInnocent}.
 */
export async function openPage(browser, { base, viewport = desktop, scheme = "light", storageState } = {}) {
	const context = await browser.newContext({
		baseURL: base,
		viewport,
		colorScheme: scheme,
		hasTouch: viewport === phone,
		isMobile: viewport === phone,
		reducedMotion: "reduce",
		storageState,
		locale: "en-GB",
		timezoneId: "UTC",
	});
	context.setDefaultTimeout(30_000);
	const page = await context.newPage();
	page.sins = [];
	page.on("console", (message) => {
		if (message.type() === "error") page.sins.push(`console: ${message.text()} (${message.location().url})`);
	});
	page.on("pageerror", (error) => page.sins.push(`exception: ${error.message}`));
	page.on("request", (request) => {
		const url = new URL(request.url());
		if (url.protocol.startsWith("http") && url.origin !== base) page.sins.push(`request to ${url.origin}`);
	});
	await page.addInitScript(() => {
		document.addEventListener("securitypolicyviolation", (event) => {
			console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
		});
	});
	return page;
}

/** Fails if the page did anything it should not have; expected messages are left out by a pattern. */
export function assertInnocent(page, except) {
	const sins = page.sins.filter((sin) => !except?.test(sin));
	assert.deepEqual(sins, [], "the page should be quiet");
}

const rules = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const contrast = { type: "rule", values: ["color-contrast"] };

/** Runs axe on what is shown now, and on its contrast in the other colour scheme, and fails with what it found. */
export async function assertAccessible(page, what) {
	// The policy forbids inline scripts, axe included; the debugger may evaluate all the same.
	if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
	const scheme = await schemeOf(page);
	const other = scheme === "light" ? "dark" : "light";
	const found = await axe(page, rules, scheme);
	await picture(page, what, scheme);
	await show(page, other);
	found.push(...(await axe(page, contrast, other)));
	await picture(page, what, other);
	await show(page, scheme);
	assert.deepEqual(found, [], `axe on ${what}`);
}

const schemeOf = (page) => page.evaluate(() => document.documentElement.getAttribute("data-mantine-color-scheme"));

async function show(page, scheme) {
	await page.emulateMedia({ colorScheme: scheme });
	await page.waitForFunction((wanted) => document.documentElement.getAttribute("data-mantine-color-scheme") === wanted, scheme);
	await painted(page);
}

/** Waits until all is drawn, and nothing moves or fades any more. */
const painted = (page) =>
	page.evaluate(async () => {
		const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
		await frame();
		const fading = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
		await Promise.allSettled(fading.map((one) => one.finished));
		await frame();
	});

async function axe(page, runOnly, scheme) {
	const { violations } = await page.evaluate((runOnly) => axe.run(document, { runOnly }), runOnly);
	const nodes = (v) => v.nodes.map((n) => `${n.target.join(" ")} ${n.html.slice(0, 160)}`).join("\n    ");
	return violations.map((v) => `${v.id} in ${scheme}: ${v.help}\n    ${nodes(v)}`);
}

/** Takes a picture into the folder BANGUI_TEST_PICTURES, if that is set. */
async function picture(page, what, scheme) {
	const folder = process.env.BANGUI_TEST_PICTURES;
	const name = `${what} ${page.viewportSize().width} ${scheme}`.replace(/[^A-Za-z0-9]+/g, "-");
	if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Fails if the page can be scrolled sideways; on a phone also if it would be on the smallest one. */
export async function assertFits(page, what) {
	await fits(page, what);
	if (page.viewportSize().width !== phone.width) return;
	await page.setViewportSize(narrow);
	await painted(page);
	await fits(page, what);
	await page.setViewportSize(phone);
	await painted(page);
}

async function fits(page, what) {
	const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
	assert.ok(content <= view, `${what} is ${content} px wide on a screen of ${view} px`);
}

/**
 * Counts what a page asks for from now on, and weighs it as it comes over the wire; the result tells: all `requests`, those that
 * did not come from the browser's own store (`fresh`), those that `failed`, all `bytes`, and those of `scripts`
 * without their headers. The live stream, which has no end, weighs nothing.
 */
export async function weigh(page) {
	const tools = await page.context().newCDPSession(page);
	await tools.send("Network.enable");
	const requests = new Map();
	const failed = [];
	tools.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
		if (!request.url.startsWith("data:")) requests.set(requestId, { path: request.url.replace(/^https?:\/\/[^/]*/, ""), type, bytes: 0, head: 0, stored: false });
	});
	const known = (requestId, change) => requests.has(requestId) && Object.assign(requests.get(requestId), change);
	tools.on("Network.requestServedFromCache", ({ requestId }) => known(requestId, { stored: true }));
	tools.on("Network.responseReceived", ({ requestId, response }) => {
		known(requestId, { head: response.encodedDataLength });
		if (response.fromDiskCache) known(requestId, { stored: true });
	});
	tools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => known(requestId, { bytes: encodedDataLength }));
	tools.on("Network.loadingFailed", ({ requestId, errorText }) => requests.has(requestId) && failed.push(`${requests.get(requestId).path}: ${errorText}`));
	const sum = (some) => some.reduce((bytes, request) => bytes + request.bytes, 0);
	return () => {
		const all = [...requests.values()];
		return {
			requests: all.map(({ path }) => path),
			fresh: all.filter(({ stored }) => !stored).map(({ path }) => path),
			failed,
			bytes: sum(all),
			scripts: all.filter(({ type }) => type === "Script").reduce((bytes, request) => bytes + request.bytes - request.head, 0),
		};
	};
}
