import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { problemCodes } from "./problem-codes";

it("every code is in the table of docs/api.md, and no other one", async () => {
  const rows = (await readFile("docs/api.md", "utf8")).matchAll(/^\| [0-9]{3} +\| ([^|]+)\|/gm);
  const documented = [...rows].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code),
  );
  expect(documented.toSorted()).toEqual([...problemCodes].toSorted());
});
