import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright/test";

/** The scripts that a page fetches until nothing more comes, and what they weigh gzipped. */
export async function scriptsOf(
  page: Page,
  path: string,
): Promise<Readonly<{ bytes: number; text: string }>> {
  // What the page before still fetches is no part of this one.
  await page.goto("about:blank");
  const bodies: Promise<Buffer>[] = [];
  const keep = (response: Response) => {
    if (response.request().resourceType() === "script") bodies.push(response.body());
  };
  page.on("response", keep);
  await page.goto(path, { waitUntil: "networkidle" });
  page.off("response", keep);
  const scripts = await Promise.all(bodies);
  return {
    bytes: scripts.reduce((sum, body) => sum + gzipSync(body).length, 0),
    text: scripts.join("\n"),
  };
}
