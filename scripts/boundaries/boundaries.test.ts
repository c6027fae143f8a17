import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type Tree = Readonly<Record<string, string>>;

const config = createRequire(import.meta.url)("@/.dependency-cruiser.cjs".replace("@", process.cwd()));
const rules: readonly string[] = config.forbidden.map((rule: { name: string }) => rule.name);

const module = (name: string) => `lib/modules/${name}`;
const laterModules = rules
  .filter((name) => name.endsWith("-knows-no-later-module"))
  .map((name) => name.replace("-knows-no-later-module", ""));
const lastModule = "reports";

/** For each rule a tree that breaks it, and nothing else. */
const violations: Readonly<Record<string, Tree>> = {
  "no-cycles": {
    "lib/web/a.ts": 'import { b } from "./b";\nexport const a = () => b;',
    "lib/web/b.ts": 'import { a } from "./a";\nexport const b = () => a;',
  },
  "imports-resolve": { "lib/web/a.ts": 'import { b } from "./missing";\nexport const a = b;' },
  "lib-knows-no-callers": {
    "lib/web/a.ts": 'import { b } from "@/worker/b";\nexport const a = b;',
    "worker/b.ts": "export const b = 1;",
  },
  "app-and-worker-meet-in-lib": {
    "worker/a.ts": 'import { b } from "@/components/b";\nexport const a = b;',
    "components/b.ts": "export const b = 1;",
  },
  "app-runs-no-jobs": {
    "app/a.ts": `import { b } from "@/${module("mail")}/jobs";\nexport const a = b;`,
    [`${module("mail")}/jobs.ts`]: "export const b = 1;",
  },
  "platform-knows-no-domain": {
    "lib/platform/a.ts": `import { b } from "@/${module("mail")}/schema";\nexport const a = b;`,
    [`${module("mail")}/schema.ts`]: "export const b = 1;",
  },
  "modules-know-no-framework": {
    [`${module("mail")}/commands.ts`]: 'import { headers } from "next/headers";\nexport const a = headers;',
  },
  "tables-are-private": {
    "app/a.ts": `import { b } from "@/${module("mail")}/tables";\nexport const a = b;`,
    [`${module("mail")}/tables.ts`]: "export const b = 1;",
  },
  "tables-are-private-to-their-module": {
    [`${module("crm")}/commands.ts`]: `import { b } from "@/${module("mail")}/tables";\nexport const a = b;`,
    [`${module("mail")}/tables.ts`]: "export const b = 1;",
  },
  "jobs-are-the-workers": {
    [`${module("crm")}/commands.ts`]: `import { b } from "@/${module("mail")}/jobs";\nexport const a = b;`,
    [`${module("mail")}/jobs.ts`]: "export const b = 1;",
  },
  "schema-and-policy-are-pure": {
    [`${module("mail")}/policy.ts`]: 'import { b } from "@/lib/platform/db";\nexport const a = b;',
    "lib/platform/db.ts": "export const b = 1;",
  },
  "components-only-present": {
    "components/a.ts": `import { b } from "@/${module("mail")}/commands";\nexport const a = b;`,
    [`${module("mail")}/commands.ts`]: "export const b = 1;",
  },
  "sql-stays-in-lib": { "app/a.ts": 'import { sql } from "drizzle-orm";\nexport const a = sql;' },
  "products-know-no-tests": {
    "lib/web/a.ts": 'import { b } from "@/lib/testing/b";\nexport const a = b;',
    "lib/testing/b.ts": "export const b = 1;",
  },
  ...Object.fromEntries(
    laterModules.map((name) => [
      `${name}-knows-no-later-module`,
      {
        [`${module(name)}/commands.ts`]: `import { b } from "@/${module(lastModule)}/commands";\nexport const a = b;`,
        [`${module(lastModule)}/commands.ts`]: "export const b = 1;",
      },
    ]),
  ),
};

let root = "";
const startedIn = process.cwd();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "makegood-boundaries-"));
  await symlink(join(startedIn, "node_modules"), join(root, "node_modules"));
  await cp("tsconfig.json", join(root, "tsconfig.json"));
  process.chdir(root);
});
afterAll(async () => {
  process.chdir(startedIn);
  await rm(root, { recursive: true, force: true });
});

async function findBroken(tree: Tree): Promise<string[]> {
  for (const folder of ["app", "components", "lib", "worker"]) {
    await rm(join(root, folder), { recursive: true, force: true });
    await mkdir(join(root, folder));
  }
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  const { options } = config;
  const { output } = await cruise(
    ["app", "components", "lib", "worker"],
    { ...options, validate: true, ruleSet: { forbidden: config.forbidden } },
    options.enhancedResolveOptions,
    { tsConfig: extractTSConfig(join(root, "tsconfig.json")) },
  );
  return [...new Set((output as ICruiseResult).summary.violations.map((violation) => violation.rule.name))];
}

describe("the boundaries", () => {
  it("have a deliberate violation for every rule", () => {
    expect(Object.keys(violations).sort()).toEqual([...rules].sort());
  });

  it("let a tree pass that breaks none", async () => {
    const tree = {
      "app/a.ts": `import { b } from "@/${module("mail")}/commands";\nexport const a = b;`,
      [`${module("mail")}/commands.ts`]: 'import { c } from "@/lib/platform/c";\nexport const b = c;',
      "lib/platform/c.ts": "export const c = 1;",
    };
    expect(await findBroken(tree)).toEqual([]);
  });

  it.each(rules)("%s is reported when it is broken", async (name) => {
    expect(await findBroken(violations[name] ?? {})).toContain(name);
  });
});
