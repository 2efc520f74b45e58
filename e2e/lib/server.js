// The real binary on a real fail2ban, both private to one test file.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const binary = process.env.BANGUI_TEST_BINARY ?? join(root, "bin/bangui");

export const token = "browser-tests-set-up-token-0123456789";
export const administrator = { username: "admin", password: "correct horse battery staple" };

/** A private fail2ban that obeys orders; see e2e/sandbox. With `stock` its configuration has all that comes with fail2ban. */
export async function startFail2ban({ stock } = {}) {
	const program = join(root, "e2e/out/sandbox");
	execFileSync("go", ["build", "-o", program, "./e2e/sandbox"], { cwd: root, stdio: "inherit" });
	const child = spawn(program, stock ? ["stock"] : [], { stdio: ["pipe", "pipe", "inherit"] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const first = await lines.next();
	if (first.done) throw new Error("the sandbox did not start");
	const paths = JSON.parse(first.value);
	const order = async (text) => {
		child.stdin.write(`${text}\n`);
		const answer = await lines.next();
		if (answer.value !== "ok") throw new Error(`sandbox: ${text}: ${answer.value}`);
	};
	return {
		socket: paths.Socket,
		config: paths.Config,
		log: paths.Log,
		attack: (jail, address, times = 3) => order(`attack ${jail} ${address} ${times}`),
		kill: () => order("kill"),
		stop: () => order("stop"),
		restart: () => order("restart"),
		pause: () => order("pause"),
		resume: () => order("resume"),
		close: () => ended(child, () => child.stdin.end()),
	};
}

/** Starts `bangui serve` on it with an empty data directory, or the one given. */
export async function startBanGUI(fail2ban, { dir = mkdtempSync(join(tmpdir(), "bangui-e2e-")), port, args = [], env = {} } = {}) {
	const address = `127.0.0.1:${port ?? (await freePort())}`;
	const child = spawn(
		binary,
		["serve", "--listen", address, "--data-dir", dir, "--fail2ban-socket", fail2ban.socket, "--fail2ban-config-dir", fail2ban.config, "--local-host", "on", ...args],
		{ env: { ...process.env, BANGUI_SETUP_TOKEN: token, BANGUI_LOG_FORMAT: "json", ...env }, stdio: ["ignore", "pipe", "pipe"] },
	);
	const said = [];
	for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", (line) => said.push(line));
	const base = `http://${address}`;
	await until(async () => {
		if (child.exitCode !== null) throw new Error(`bangui ended with ${child.exitCode}:\n${said.join("\n")}`);
		return (await fetch(`${base}/readyz`)).ok;
	}, "bangui to be ready");
	return {
		base,
		dir,
		said,
		pid: child.pid,
		port: Number(address.split(":")[1]),
		/** Ends the process as a service manager does. */
		stop: () => ended(child, () => child.kill("SIGTERM")),
		/** Ends it as a power cut does. */
		kill: () => ended(child, () => child.kill("SIGKILL")),
		/** Ends it and removes its data. */
		async close() {
			await this.stop();
			rmSync(dir, { recursive: true, force: true });
		},
	};
}

/** A data directory with so many made-up bans of the past year, on so many hosts; a single one is this machine. */
export function seed(bans, hosts = 10) {
	const dir = mkdtempSync(join(tmpdir(), "bangui-e2e-"));
	execFileSync(binary, ["dev", "seed", "--data-dir", dir, "--bans", String(bans), "--hosts", String(hosts)], { stdio: "ignore" });
	return dir;
}

/** Sets the installation up without a browser and returns the cookies, as Playwright wants them. */
export async function setUp(server) {
	const answer = await fetch(`${server.base}/api/v1/setup`, {
		method: "POST",
		headers: { "Content-Type": "application/json", "X-BanGUI-Request": "1" },
		body: JSON.stringify({ token, ...administrator }),
	});
	return storageOf("set-up", answer);
}

/** Signs the administrator in once more, without a browser, and returns the cookies. */
export async function signIn(server) {
	const answer = await fetch(`${server.base}/api/v1/session`, {
		method: "POST",
		headers: { "Content-Type": "application/json", "X-BanGUI-Request": "1" },
		body: JSON.stringify(administrator),
	});
	return storageOf("sign-in", answer);
}

async function storageOf(what, answer) {
	if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
	const cookies = answer.headers.getSetCookie().map((line) => {
		const [name, ...value] = line.split(";")[0].split("=");
		return { name, value: value.join("="), domain: "127.0.0.1", path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Lax" };
	});
	return { cookies, origins: [] };
}

/** Waits until check returns something true; errors on the way count as not yet. */
export async function until(check, what, timeout = 60_000) {
	const deadline = Date.now() + timeout;
	let last;
	while (Date.now() < deadline) {
		try {
			const result = await check();
			if (result) return result;
		} catch (error) {
			if (error.message.startsWith("bangui ended")) throw error;
			last = error;
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`waited ${timeout} ms for ${what}${last ? `: ${last.message}` : ""}`);
}

function ended(child, end) {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once("exit", resolve);
		end();
	});
}

function freePort() {
	return new Promise((resolve) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}
