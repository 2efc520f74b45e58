// A page that remembers everything it should not have done.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

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

/** Runs axe on what is shown now and fails with what it found. */
export async function assertAccessible(page, what) {
	// The policy forbids inline scripts, axe included; the debugger may evaluate all the same.
	await page.evaluate(axeSource);
	const { violations } = await page.evaluate(() =>
		axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
	);
	const found = violations.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.map((n) => `${n.target.join(" ")} ${n.html.slice(0, 160)}`).join("\n    ")}`);
	assert.deepEqual(found, [], `axe on ${what}`);
}

/** Fails if the page can be scrolled sideways. */
export async function assertFits(page, what) {
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
