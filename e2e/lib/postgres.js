// A PostgreSQL of its own, from the installed programs and never as root, in a directory that is gone afterwards.
import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./server.js";

const installed = "/usr/lib/postgresql";
const newest = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a))[0] : undefined;

/** Why tests that need it are skipped; false if it is there, or if nothing may be skipped. */
export const withoutPostgres = !newest && process.env.BANGUI_TEST_NO_SKIP !== "1" && "PostgreSQL is not installed";

// It runs until its standard input ends, which the death of the test brings about, too.
const keeper = '"$@" & server=$!; cat; kill -INT $server; wait $server';

/** Starts one with an empty database; `url` is what BanGUI is given. */
export async function startPostgres() {
	if (!newest) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
	const program = (name) => join(installed, newest, "bin", name);
	const dir = mkdtempSync(join(tmpdir(), "bangui-e2e-postgres-"));
	const as = process.getuid() === 0 ? ordinaryUser() : {};
	if (as.uid) chownSync(dir, as.uid, as.gid);
	const data = join(dir, "data");
	execFileSync(program("initdb"), ["-D", data, "-U", "bangui", "-E", "UTF8", "--auth=trust", "--no-sync"], { ...as, cwd: dir, stdio: "pipe" });
	const server = [program("postgres"), "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off"];
	const child = spawn("sh", ["-c", keeper, "keeper", ...server], { ...as, cwd: dir, stdio: ["pipe", "ignore", "ignore"] });
	await until(() => execFileSync(program("pg_isready"), ["-q", "-h", dir]) && true, "PostgreSQL");
	return {
		url: `postgres://bangui@/postgres?host=${dir}`,
		async close() {
			const ended = new Promise((resolve) => child.once("exit", resolve));
			child.stdin.end();
			await ended;
			rmSync(dir, { recursive: true, force: true });
		},
	};
}

/** Who runs it if we are root, which PostgreSQL refuses. */
function ordinaryUser() {
	const number = (flag, name) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
	for (const name of ["postgres", "nobody"]) {
		try {
			return { uid: number("-u", name), gid: number("-g", name) };
		} catch {
			// There is no such user.
		}
	}
	throw new Error("there is neither a user postgres nor nobody to run PostgreSQL as");
}
