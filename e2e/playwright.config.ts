// The office's days, in Debian's Chromium, once in each language.
import { defineConfig } from "@playwright/test";
import type { Options } from "./lib/test.ts";

const url = process.env.CASTELLAN_URL ?? "http://localhost:8440";

export default defineConfig<Options>({
  testDir: ".",
  testMatch: ["*.spec.ts", "stories/**/*.spec.ts"],
  outputDir: "test-results",
  // One office, one story at a time: a story may rely on what it did before.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    baseURL: url,
    browserName: "chromium",
    trace: "off",
    video: "off",
    screenshot: "off",
    viewport: { width: 1440, height: 900 },
    timezoneId: "Europe/Brussels",
    launchOptions: {
      // The browser is the system's: nothing is downloaded.
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "en", use: { lang: "en", locale: "en-GB" } },
    { name: "fr", use: { lang: "fr", locale: "fr-BE" } },
  ],
});
