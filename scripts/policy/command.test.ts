import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "makegood-policy-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Ended = Readonly<{ code: number; lines: readonly unknown[]; errors: string }>;

/** Runs the command as a process, with this on standard input. */
const run = (args: readonly string[], input = ""): Promise<Ended> =>
  new Promise((resolve) => {
    const flags = ["--conditions=react-server", "--import", "tsx", "scripts/policy.ts"];
    const child = execFile(process.execPath, [...flags, ...args], (error, output, errors) =>
      resolve({
        code: typeof error?.code === "number" ? error.code : 0,
        lines: output.split("\n").flatMap((line) => (line ? [JSON.parse(line) as unknown] : [])),
        errors,
      }),
    );
    child.stdin?.end(input);
  });

const cancel = JSON.stringify({ orderNumber: "#W2417020", action: "cancel", reason: "no longer needed" });
const allowed = { verdict: "allow", capMinor: 267_440, currency: "USD" };

describe("npm run policy -- evaluate", { timeout: 120_000 }, () => {
  it("answers each line of a file, a byte order mark and empty lines aside", async () => {
    const file = join(folder, "lines.jsonl");
    writeFileSync(file, `\uFEFF${cancel}\r\n\r\n${cancel}\n`);
    const { code, lines } = await run(["evaluate", "--file", file]);
    expect(code).toBe(0);
    expect(lines).toMatchObject([allowed, allowed]);
  });

  it("answers standard input, and ends with 1 when a line has no answer", async () => {
    const { code, lines } = await run(["evaluate", "-"], `${cancel}\nnot json\n`);
    expect(code).toBe(1);
    expect(lines).toMatchObject([allowed, { error: { code: "validation_failed" }, line: 2 }]);
  });

  it.each([
    ["a file that is not there", ["evaluate", "--file", join(folder, "missing.jsonl")], /ENOENT/],
    ["a tenant that is not there", ["evaluate", "--tenant", "nobody"], /no tenant nobody/],
    ["nothing to do", [], /npm run policy -- evaluate/],
    ["an option it does not know", ["evaluate", "--loud"], /--loud/],
    ["an id that is none", ["replay", "--decision", "x"], /no decision's id/],
  ])("ends with 2 and says why for %s", async (_words, args, words) => {
    const { code, lines, errors } = await run(args);
    expect([code, lines]).toEqual([2, []]);
    expect(errors).toMatch(words);
  });
});
