// A network of its own for a whole test file: the packet filter of the kernel is real there, and nobody else's.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { test } from "node:test";

const mark = "BANGUI_TEST_ALONE";
const programs = ["unshare", "nsenter", "ip", "nft"];

/** What a process outside can send from besides its own address. */
export const sources = { network: "198.51.100.0/24", here: "10.78.1.1", outside: "10.78.1.2" };

/** Why there can be no network of its own; empty if there can be. */
export function hindrance() {
	if (process.getuid() !== 0) return "only root may make a network namespace";
	const missing = programs.filter((name) => !(process.env.PATH ?? "").split(":").some((folder) => executable(`${folder}/${name}`)));
	return missing.length > 0 ? `there is no program ${missing.join(", ")}` : "";
}

function executable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * Tells whether this process has a network of its own. If not, it runs the program again in a process that has one, and takes over how
 * that ends.
 */
export function alone() {
	if (process.env[mark] === "1") {
		execFileSync("ip", ["link", "set", "lo", "up"]);
		return true;
	}
	// The runner of tests talks to its processes in a language of its own.
	const { NODE_TEST_CONTEXT: _, ...env } = process.env;
	const { status } = spawnSync("unshare", ["--net", process.execPath, ...process.argv.slice(1)], { env: { ...env, [mark]: "1" }, stdio: "inherit" });
	process.exitCode = status ?? 1;
	return false;
}

/** {@link alone} for a test file: where it cannot be, there is one test that is skipped by name, or fails where nothing may be skipped. */
export function testsAlone(name) {
	const why = hindrance();
	if (why === "") return alone();
	test(name, { skip: process.env.BANGUI_TEST_NO_SKIP === "1" ? false : why }, () => {
		throw new Error(why);
	});
	return false;
}

/** A neighbour on a cable, from which all of `sources` reaches us. */
export function startOutside() {
	const child = spawn("unshare", ["--net", "sleep", "infinity"], { stdio: "ignore" });
	const run = (program, ...args) => execFileSync(program, args, { stdio: ["ignore", "pipe", "inherit"] });
	const there = (program, ...args) => run("nsenter", `--target=${child.pid}`, "--net", program, ...args);
	// The process is in its own network as soon as it has become sleep.
	for (let tries = 0; run("readlink", `/proc/${child.pid}/ns/net`).equals(run("readlink", "/proc/self/ns/net")); tries++) {
		if (tries > 200) throw new Error("there is no second network");
		run("sleep", "0.02");
	}
	run("ip", "link", "add", "outside0", "type", "veth", "peer", "name", "up0", "netns", String(child.pid));
	run("ip", "address", "add", `${sources.here}/24`, "dev", "outside0");
	run("ip", "link", "set", "outside0", "up");
	there("ip", "address", "add", `${sources.outside}/24`, "dev", "up0");
	there("ip", "link", "set", "up0", "up");
	there("ip", "link", "set", "lo", "up");
	run("ip", "route", "add", sources.network, "via", sources.outside);
	return {
		/** Sends so many packets from an address of `sources`; whether they get through is not its business. */
		send(address, packets) {
			there("ip", "address", "replace", `${address}/32`, "dev", "lo");
			const script = `const s = require("node:dgram").createSocket("udp4"); s.bind(0, "${address}", async () => {
				for (let i = 0; i < ${packets}; i++) await new Promise((done) => s.send(Buffer.alloc(100), 9, "${sources.here}", done));
				s.close();
			});`;
			there(process.execPath, "-e", script);
		},
		close: () => child.kill("SIGKILL"),
	};
}
