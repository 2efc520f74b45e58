// What most test files need: one fail2ban, one BanGUI that is set up, one browser.
import { launch } from "./chromium.js";
import { openPage } from "./page.js";
import { setUp, startBanGUI, startFail2ban } from "./server.js";

/**
 * Starts all three. `open` gives a page of a new context that is signed in, `api` calls the API as the administrator and
 * returns what it answers, and `close` ends everything.
 */
export async function startStory({ stock, env } = {}) {
	const fail2ban = await startFail2ban({ stock });
	const server = await startBanGUI(fail2ban, { env });
	const storageState = await setUp(server);
	const browser = await launch();
	const pages = [];
	const story = { fail2ban, server, browser, storageState };
	return Object.assign(story, {
		async open(path = "/", options = {}) {
			const page = await openPage(browser, { base: server.base, storageState: story.storageState, ...options });
			pages.push(page);
			await page.goto(path);
			return page;
		},
		api: (method, path, body) => call(story, method, path, body),
		/** Closes every page that was opened, as between two tests. */
		closePages: () => Promise.all(pages.splice(0).map((page) => page.context().close())),
		async close() {
			await browser.close();
			await story.server.close();
			await fail2ban.close();
		},
	});
}

async function call({ server, storageState }, method, path, body) {
	const answer = await fetch(`${server.base}/api/v1${path}`, {
		method,
		headers: {
			Cookie: storageState.cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
			"Content-Type": "application/json",
			"X-BanGUI-Request": "1",
		},
		body: body && JSON.stringify(body),
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
	return text && JSON.parse(text);
}
