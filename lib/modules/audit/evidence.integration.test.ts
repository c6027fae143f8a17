import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createShop, owner, type Shop } from "@/lib/testing/shop";
import { recordAudit } from "./audit";
import { sealAudit } from "./jobs";

let shop: Shop;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "makegood-audit-"));
  shop = await createShop();
  for (const name of ["Ana Ruiz", '=HYPERLINK("http://evil.example";"refund")', "Zoë “Z” O'Neil, Ltd\n@home"])
    await act({ ...shop.lead, name });
  await sealAudit(shop.tenantId);
});
afterAll(() => rm(folder, { recursive: true }));

const act = (actor: MemberActor): Promise<void> =>
  asActor(actor, (tx) =>
    recordAudit(tx, actor, {
      action: "decision.approved",
      subjectType: "decision",
      subjectId: newId(),
      detail: { b: 1, a: { amountMinor: -250 } },
    }),
  );

type Outcome = Readonly<{ code: number; output: string; errors: string }>;

/** The command as an operator runs it, against this test's database. */
const audit = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const flags = ["--conditions=react-server", "--import", "tsx", "scripts/audit.ts"];
    execFile(process.execPath, [...flags, ...args], (error, output, errors) =>
      resolve({ code: Number(error?.code ?? 0), output, errors }),
    );
  });

async function exported(): Promise<string> {
  const { code, output } = await audit("export", "--tenant", shop.slug);
  expect(code).toBe(0);
  const file = join(folder, `${newId()}.jsonl`);
  await writeFile(file, output);
  return file;
}

it("finds the log of a running desk whole, and an export of it as well, without the desk", async () => {
  const live = await audit("verify", "--tenant", shop.slug);
  expect(live).toMatchObject({
    code: 0,
    output: expect.stringContaining(`${shop.slug}: 3 entries, whole; ends with 3:`),
  });
  const file = await exported();
  const { code, output } = await audit("verify", "--file", file);
  expect({ code, end: output.split("ends with ")[1] }).toEqual({
    code: 0,
    end: live.output.split("ends with ")[1],
  });
});

it("finds what was changed in an export, removed from it, or from its beginning", async () => {
  const lines = (await readFile(await exported(), "utf8")).trimEnd().split("\n");
  const file = join(folder, "changed.jsonl");
  const broken = async (changed: readonly (string | undefined)[]): Promise<string> => {
    await writeFile(file, changed.join("\n"));
    const { code, output } = await audit("verify", "--file", file);
    expect(code).toBe(1);
    return output;
  };
  const [one, two, three] = lines;
  expect(await broken([one, two?.replace("-250", "-251"), three])).toContain("BROKEN at 2");
  expect(await broken([one, three])).toContain("BROKEN at 2");
  const noted = JSON.parse(one ?? "") as { position: number; hash: string };
  await writeFile(file, [two, three].join("\n"));
  expect((await audit("verify", "--file", file)).code).toBe(0);
  const { code, output } = await audit(
    "verify",
    "--file",
    file,
    "--noted",
    `${noted.position}:${noted.hash}`,
  );
  expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining("no longer") });
});

it("gives back in an export exactly what stands in the database", async () => {
  const lines = (await readFile(await exported(), "utf8")).trimEnd().split("\n");
  const rows = await owner`
    select position, actor_name as "actorName", detail, hash from makegood.audit_log
    where tenant_id = ${shop.tenantId} order by position`;
  const read = lines.map((line) => {
    const { position, actorName, detail, hash } = JSON.parse(line) as Record<string, unknown>;
    return { position, actorName, detail, hash };
  });
  expect(read).toEqual([...rows]);
});

it("writes a table in which no name is a formula, and every cell is where it belongs", async () => {
  const { output } = await audit("export", "--tenant", shop.slug, "--format", "csv");
  const cells = [...output.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)].map(([, cell]) =>
    cell?.replaceAll('""', '"'),
  );
  const names = cells.filter((_, index) => index % 16 === 4);
  expect(names).toEqual([
    "actorName",
    "Ana Ruiz",
    `'=HYPERLINK("http://evil.example";"refund")`,
    "Zoë “Z” O'Neil, Ltd\n'@home",
  ]);
});

it("exports what was done in a span of time alone", async () => {
  const count = async (...span: string[]) =>
    (await audit("export", "--tenant", shop.slug, ...span)).output.split("\n").filter(Boolean).length;
  expect(await count("--from", "2020-01-01T00:00:00Z")).toBe(3);
  expect(await count("--to", "2020-01-01T00:00:00Z")).toBe(0);
});

it("says what it needs, and does not call whole what it could not check", async () => {
  for (const args of [
    [],
    ["erase"],
    ["verify", "--tenant", "nobody-here"],
    ["export"],
    ["export", "--tenant", shop.slug, "--format", "xlsx"],
    ["export", "--tenant", shop.slug, "--from", "yesterday"],
    ["verify", "--tenant", shop.slug, "--noted", "3"],
    ["verify", "--file", join(folder, "nothing.jsonl")],
  ]) {
    const { code, output } = await audit(...args);
    expect({ code, output }, args.join(" ")).toEqual({ code: 2, output: "" });
  }
});
