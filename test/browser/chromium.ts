import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATH = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Whether there is a browser to test in: Debian's `chromium` package, or the one `CHROMIUM` names. */
export const HAS_CHROMIUM: boolean = existsSync(PATH);

/** Why browser tests are skipped, for their title. */
export const WHY_SKIPPED: string = HAS_CHROMIUM ? "" : ` (skipped: no browser at ${PATH}; apt-get install chromium)`;

/** A headless browser that keeps to itself: no look-ups, no updates. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: PATH,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
