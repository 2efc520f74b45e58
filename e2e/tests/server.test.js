// fail2ban as a whole: what is in force beside the files, its log flushed, its service restarted.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { assertAccessible, assertFits, assertInnocent, desktop, phone } from "../lib/page.js";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

/** The process of a fail2ban, by its socket. */
function pidOf(socket) {
	return readdirSync("/proc").find((name) => {
		try {
			const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
			return words.includes(socket) && words.some((word) => word.endsWith("fail2ban-server"));
		} catch {
			return false; // no process, or one that has ended
		}
	});
}

describe("server", { timeout: 1_200_000 }, () => {
	const manager = mkdtempSync(join(tmpdir(), "bangui-e2e-systemd-"));
	const asked = join(manager, "restart");
	let story;
	let ended = false;
	let obeying;

	// A systemd that looks after this fail2ban: a program that answers as systemctl does, and passes restarts on to us.
	const shown = () => writeFileSync(join(manager, "shown"), `LoadState=loaded\nActiveState=active\nMainPID=${pidOf(story.fail2ban.socket)}\n`);
	async function obey() {
		while (!ended) {
			if (existsSync(asked)) {
				await story.fail2ban.restart();
				shown();
				rmSync(asked);
			}
			await new Promise((resolve) => setTimeout(resolve, 30));
		}
	}

	before(async () => {
		const program = join(manager, "systemctl");
		writeFileSync(program, `#!/bin/sh\ncd ${manager} || exit 9\ncase "$*" in\n*" show "*) cat shown ;;\n*" restart fail2ban.service") touch restart; while [ -e restart ]; do sleep 0.05; done ;;\nesac\n`);
		chmodSync(program, 0o755);
		story = await startStory({ env: { PATH: `${manager}:${process.env.PATH}` } });
		shown();
		obeying = obey();
		await story.fail2ban.attack("sshd", "198.51.100.7");
		await until(async () => (await story.api("GET", "/bans/active")).total === 1, "the ban");
	});

	after(async () => {
		ended = true;
		await obeying;
		await story?.close();
		rmSync(manager, { recursive: true, force: true });
	});
	afterEach(() => story.closePages());

	const row = (page, name) => page.getByRole("table", { name: "In force now" }).getByRole("row").filter({ hasText: name });
	const inForce = () => story.api("GET", "/hosts/local/server");

	test("log level and purge age are changed in the files and in force at once", async () => {
		const page = await story.open("/configuration/local/server", { viewport: desktop });
		await row(page, "loglevel").getByText("INFO").waitFor();
		await row(page, "loglevel").getByText("the same").waitFor();
		await page.getByRole("button", { name: "Change loglevel" }).click();
		await page.getByRole("combobox", { name: /level/i }).selectOption("NOTICE");
		await page.getByRole("button", { name: "Keep in draft" }).click();
		await row(page, "loglevel").getByText("not in force").waitFor();
		await page.getByRole("button", { name: "Change dbpurgeage" }).click();
		await page.locator("form input").last().fill("9d");
		await page.getByRole("button", { name: "Keep in draft" }).click();
		await row(page, "dbpurgeage").getByText("9d").waitFor();
		await page.getByRole("link", { name: "Review changes" }).click();
		await page.getByText("set at once").first().waitFor({ timeout: 60_000 });
		await page.getByLabel("Why").fill("Less to read");
		await page.getByRole("button", { name: "Apply changes" }).click();
		await until(async () => (await story.api("GET", "/revisions?limit=1")).items[0]?.phase === "applied", "the end", 30_000);
		const now = await inForce();
		assert.equal(now.log_level, "NOTICE");
		assert.equal(now.purge_age_seconds, 9 * 86_400);
		await page.goto("/configuration/local/server");
		await row(page, "loglevel").getByText("the same").waitFor();
		assertInnocent(page);
	});

	test("a log target elsewhere is refused with the rule", async () => {
		await story.api("POST", "/config/local/draft/edits", { edits: [{ op: "set", section: "Definition", option: "logtarget", value: "/etc/cron.d/fail2ban" }] });
		const page = await story.open("/configuration/local/review", { viewport: desktop });
		await page.getByRole("heading", { name: "This cannot be applied" }).waitFor({ timeout: 60_000 });
		await page.getByText(/fail2ban would write there as the user that it runs as/).first().waitFor();
		await story.api("DELETE", "/config/local/draft");
	});

	test("its log is flushed after a rotation", async () => {
		const page = await story.open("/configuration/local/server");
		await row(page, "loglevel").waitFor();
		renameSync(story.fail2ban.log, `${story.fail2ban.log}.1`);
		await page.getByRole("button", { name: "Flush log" }).click();
		await page.getByText("fail2ban has opened its log anew").waitFor();
		await until(() => existsSync(story.fail2ban.log), "the new log");
		assertInnocent(page);
	});

	test("it is restarted, and the ban is there again", async () => {
		const before = pidOf(story.fail2ban.socket);
		const page = await story.open("/configuration/local/server");
		await page.getByRole("button", { name: "Restart…" }).click();
		const dialog = page.getByRole("dialog", { name: "Restart fail2ban on local?" });
		await dialog.getByText("1 ban is restored from its database").waitFor();
		await assertAccessible(page, "the question");
		await dialog.getByRole("button", { name: "Restart fail2ban" }).click();
		await page.getByText("fail2ban was restarted").waitFor({ timeout: 30_000 });
		assert.notEqual(pidOf(story.fail2ban.socket), before);
		await until(async () => (await story.api("GET", "/hosts/local/jails/sshd")).banned_now === 1, "the ban to be restored");
	});

	test("where it cannot be restarted that is said, with what to do", async () => {
		writeFileSync(join(manager, "shown"), "LoadState=not-found\nActiveState=inactive\nMainPID=0\n");
		const page = await story.open("/configuration/local/server");
		await page.getByText("It cannot be restarted from here.").waitFor();
		await page.getByText(/Systemd has no fail2ban\.service/).waitFor();
		assert.equal(await page.getByRole("button", { name: "Restart…" }).count(), 0);
		shown();
	});

	for (const [device, viewport] of Object.entries({ desktop, phone })) {
		test(`accessible on a ${device}`, async () => {
			const page = await story.open("/configuration/local/server", { viewport });
			await row(page, "loglevel").waitFor();
			await assertAccessible(page, "the server");
			await assertFits(page, "the server");
			assertInnocent(page);
		});
	}
});
