// The system's Chromium, without sandbox or background traffic. Where there is one without a window, that is taken: it is the same engine, and
// a page costs it half a second of the processor's time instead of more than two.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const flags = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** Starts a headless browser; BANGUI_TEST_CHROMIUM names another one. */
export function launch() {
	const executablePath = process.env.BANGUI_TEST_CHROMIUM ?? places.find(existsSync);
	if (!executablePath) throw new Error("no chromium: apt-get install chromium, or set BANGUI_TEST_CHROMIUM");
	return chromium.launch({ executablePath, args: flags });
}
