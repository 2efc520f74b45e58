// Banning and unbanning by hand, checked in fail2ban's own log.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, describe, test } from "node:test";
import { until } from "../lib/server.js";
import { startStory } from "../lib/story.js";

describe("bans", () => {
	let story;

	before(async () => {
		story = await startStory();
	});

	after(() => story?.close());
	afterEach(() => story.closePages());

	const active = async (query = "") => (await story.api("GET", `/bans/active${query}`)).items.map(({ address }) => address).sort();
	const logged = (words) => until(() => readFileSync(story.fail2ban.log, "utf8").includes(words), `fail2ban to log "${words}"`);
	const rowOf = (page, address) => page.getByRole("table", { name: "Active bans" }).getByRole("row").filter({ hasText: address });
	const openDialog = async (page) => {
		await page.getByRole("button", { name: "Ban", exact: true }).click();
		return page.getByRole("dialog", { name: "Ban addresses" });
	};
	const chooseJail = async (page, dialog, jail) => {
		await dialog.getByRole("combobox", { name: "Jail" }).click();
		await page.getByRole("option", { name: jail }).click();
	};

	test("nobody is banned at first", async () => {
		const page = await story.open("/bans");
		await page.getByText("Nobody is banned now").waitFor();
		await page.getByRole("button", { name: "Ban an address" }).click();
		await page.getByRole("dialog", { name: "Ban addresses" }).waitFor();
	});

	test("a pasted list gets a result for each word", async () => {
		const page = await story.open("/bans");
		const dialog = await openDialog(page);
		await dialog
			.getByLabel("Addresses or networks")
			.fill("198.51.100.1, 198.51.100.2\n2001:db8::1 203.0.113.0/24\n198.51.100.1\n010.0.0.1 fe80::1%eth0 example.org nonsense!\n127.0.0.1");
		for (const words of ["5 valid", "4 invalid", "1 duplicate"]) await dialog.getByText(words, { exact: true }).waitFor();
		await dialog.getByText("leading zeros are ambiguous").waitFor();
		await dialog.getByText("a host name: give its address").waitFor();
		await chooseJail(page, dialog, "sshd");
		await dialog.getByLabel("Reason").fill("seen in the access log");
		await dialog.getByRole("button", { name: "Ban 5 addresses" }).click();
		const result = (address) => dialog.getByRole("list", { name: "Results" }).getByRole("listitem").filter({ hasText: address });
		for (const address of ["198.51.100.1", "198.51.100.2", "2001:db8::1", "203.0.113.0/24"]) await result(address).getByText("banned", { exact: true }).waitFor();
		await logged("[sshd] Ban 2001:db8::1");
		await logged("[sshd] Ban 203.0.113.0/24");
	});

	test("what was not understood stays to be mended, and one's own address asks again", async () => {
		const page = await story.open("/bans");
		const dialog = await openDialog(page);
		await dialog.getByLabel("Addresses or networks").fill("nonsense 127.0.0.1 198.51.100.2");
		await chooseJail(page, dialog, "sshd");
		await dialog.getByRole("button", { name: "Ban 2 addresses" }).click();
		await dialog.getByText("already banned").waitFor();
		assert.equal(await dialog.getByLabel("Addresses or networks").inputValue(), "nonsense");
		const question = dialog.getByRole("alert");
		await question.getByText(/you are connected from 127\.0\.0\.1/i).waitFor();
		assert.equal((await active()).includes("127.0.0.1"), false, "not before the second yes");
		await question.getByRole("button", { name: "Ban anyway" }).click();
		await dialog.getByRole("list", { name: "Results" }).getByRole("listitem").filter({ hasText: "127.0.0.1" }).waitFor();
		await until(async () => (await active()).includes("127.0.0.1"), "127.0.0.1 to be banned");
		await dialog.getByRole("button", { name: "Done" }).click();
		await rowOf(page, "127.0.0.1").waitFor();
		assert.deepEqual(await active(), ["127.0.0.1", "198.51.100.1", "198.51.100.2", "2001:db8::1", "203.0.113.0/24"].sort());
	});

	test("the reason and who did it are shown", async () => {
		const page = await story.open("/bans");
		await rowOf(page, "198.51.100.1").getByRole("cell").nth(1).click();
		const sheet = page.getByRole("dialog");
		await sheet.getByText("seen in the access log").first().waitFor();
		await sheet.getByText("admin", { exact: true }).waitFor();
	});

	test("search by address and by network", async () => {
		const page = await story.open("/bans");
		await rowOf(page, "198.51.100.1").waitFor();
		await page.keyboard.press("/");
		await page.keyboard.type("198.51.100.2");
		await rowOf(page, "198.51.100.1").waitFor({ state: "detached" });
		await page.waitForURL(/q=198\.51\.100\.2/);
		const search = page.getByLabel("Search active bans");
		await search.fill("198.51.100.0/24");
		await page.getByText("2 bans match").waitFor();
		await rowOf(page, "198.51.100.1").waitFor();
		assert.equal(await rowOf(page, "2001:db8::1").count(), 0);
		await search.fill("nothing like this");
		await page.getByText("No active ban matches").waitFor();
		await page.getByRole("button", { name: "Clear filters" }).click();
		await page.getByText("5 bans in force").waitFor();
	});

	test("one is lifted at once, and undo bans it again", async () => {
		const page = await story.open("/bans");
		await rowOf(page, "198.51.100.1").getByRole("button", { name: "Unban 198.51.100.1" }).click();
		await page.getByText("198.51.100.1 unbanned from sshd").waitFor();
		await rowOf(page, "198.51.100.1").waitFor({ state: "detached" });
		await logged("[sshd] Unban 198.51.100.1");
		await page.getByRole("button", { name: "Undo" }).click();
		await page.mouse.move(700, 700, { steps: 5 });
		await page.getByText("198.51.100.1 is banned again").waitFor();
		await rowOf(page, "198.51.100.1").waitFor();
		assert.equal((await active()).includes("198.51.100.1"), true);
	});

	test("several are lifted by selecting them", async () => {
		const page = await story.open("/bans");
		for (const address of ["198.51.100.2", "2001:db8::1"]) await page.getByLabel(`Select ${address}`).check();
		await page.getByText("2 selected").waitFor();
		await page.getByRole("button", { name: "Lift 2 bans" }).click();
		const dialog = page.getByRole("dialog", { name: "Lift 2 bans?" });
		await dialog.getByRole("button", { name: "Lift 2 bans" }).click();
		await page.getByText("2 bans lifted").waitFor();
		assert.deepEqual(await active(), ["127.0.0.1", "198.51.100.1", "203.0.113.0/24"]);
	});

	test("a ban made elsewhere appears by itself", async () => {
		const page = await story.open("/bans");
		await rowOf(page, "203.0.113.0/24").waitFor();
		await story.fail2ban.attack("postfix-sasl", "198.51.100.50");
		await rowOf(page, "198.51.100.50").waitFor({ timeout: 60_000 });
	});

	test("all are lifted after a question that names their number", async () => {
		const page = await story.open("/bans?jail=sshd");
		await page.getByText("3 bans match").waitFor();
		await page.getByRole("button", { name: "Unban all in sshd" }).click();
		const dialog = page.getByRole("dialog", { name: "Lift 3 bans in sshd?" });
		await dialog.getByRole("button", { name: "Lift 3 bans" }).click();
		await page.getByText("3 bans lifted").waitFor();
		assert.deepEqual(await active(), ["198.51.100.50"]);
		await logged("[sshd] Unban 203.0.113.0/24");
	});

	test("many are only lifted once their number is typed", async () => {
		const addresses = Array.from({ length: 30 }, (_, i) => `192.0.0.${i + 1}`);
		await story.api("POST", "/bans", { addresses, jail: "nginx-http-auth" });
		const page = await story.open("/bans");
		await page.getByText("31 bans in force").waitFor();
		await page.getByRole("button", { name: "Unban all", exact: true }).click();
		const dialog = page.getByRole("dialog", { name: "Lift 31 bans?" });
		await dialog.getByRole("button", { name: "Lift 31 bans" }).click();
		await dialog.getByText("Type the number 31 to confirm.").waitFor();
		await dialog.getByLabel("Type 31 to confirm").fill("31");
		await dialog.getByRole("button", { name: "Lift 31 bans" }).click();
		await page.getByText("Nobody is banned now").waitFor();
		assert.deepEqual(await active(), []);
	});
});
