// The other side of a block list: a small server that publishes it.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Starts one on loopback, where lists may be fetched only by those that allow private addresses. `publish` says what is at a path from
 * now on; with `slow` it comes in ten parts, so many milliseconds apart.
 */
export async function startLists() {
	const published = new Map();
	const server = createServer(async (request, response) => {
		const { text, slow = 0 } = published.get(request.url) ?? {};
		if (text === undefined) return void response.writeHead(404).end();
		response.writeHead(200, { "Content-Type": "text/plain" });
		const part = Math.ceil(text.length / 10);
		for (let at = 0; slow > 0 && at < text.length; at += part) {
			response.write(text.slice(at, at + part));
			await sleep(slow);
		}
		response.end(slow > 0 ? undefined : text);
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const base = `http://127.0.0.1:${server.address().port}`;
	return {
		base,
		publish(path, text, options = {}) {
			published.set(path, { text, ...options });
			return `${base}${path}`;
		},
		close() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(resolve));
		},
	};
}

/** So many single addresses of 198.18.0.0/15, which is for tests, and `more` lines at the end. */
export function listOf(count, more = []) {
	const address = (n) => `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
	return `${["# made for tests", ...Array.from({ length: count }, (_, n) => address(n * 2)), ...more].join("\n")}\n`;
}
