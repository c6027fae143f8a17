import { existsSync } from "node:fs";
import { defineConfig } from "playwright/test";

// Debian's own browser where there is one; Playwright's, if somebody installed it, otherwise.
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.CHROMIUM_PATH ?? browsers.find((path) => existsSync(path));

export default defineConfig({
  testDir: "e2e",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // One desk with one set of demo data: the stories take turns.
  workers: 1,
  retries: 0,
  use: {
    baseURL: process.env.SITE_URL ?? "http://localhost:3000",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
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
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
    trace: "off",
  },
});
