import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { english } from "./english";
import { german } from "./german";
import { localeOf } from "./schema";

it("the language is the one that was chosen, else the browser's first that we speak, else the shop's", () => {
  const locale = (chosen: string | undefined, acceptLanguage: string | null, shop = "en-US") =>
    localeOf({ chosen, acceptLanguage, shop });
  expect(locale("de", "en")).toBe("de");
  expect(locale("xx", "de-AT,en;q=0.5")).toBe("de");
  expect(locale(undefined, "fr-FR, en;q=0.3, de;q=0.8")).toBe("de");
  expect(locale(undefined, "de;q=0, en")).toBe("en");
  expect(locale(undefined, "fr", "de-DE")).toBe("de");
  expect(locale(undefined, null, "ja-JP")).toBe("en");
  expect(locale("../../etc", ";;;q=,,", "de")).toBe("de");
});

it("no sentence was left in the other language", () => {
  const sentences = (value: unknown, path = ""): [string, string][] => {
    if (typeof value === "string") return [[path, value]];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
  };
  const own = new Map(sentences(english));
  // Words that both languages share.
  const shared = new Set([".direction", ".data.name", ".request.stepStates.problem"]);
  const same = sentences(german).filter(
    ([path, text]) => text !== "" && own.get(path) === text && !shared.has(path),
  );
  expect(same.map(([path]) => path)).toEqual([]);
});

// With the pages around signing in and the parts that all of them share.
const folders = [join("app", "help"), join("app", "(auth)"), join("components", "ui")];
it.each(folders)("%s names no physical side, so that it can be read from right to left", (folder) => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".tsx"),
  );
  expect(files.length).toBeGreaterThan(8);
  const physical =
    /(?<![\w-])-?(?:m[lr]|p[lr]|left|right|border-[lr]|rounded-[lr]|rounded-[tb][lr]|text-left|text-right|float-left|float-right)(?:-[\w[\].]+)?(?=[\s"'`])/;
  for (const file of files) {
    const classes = [
      ...readFileSync(join(folder, file), "utf8").matchAll(/className=(?:"([^"]*)"|\{`([^`]*)`\})/g),
    ];
    for (const [, plain, template] of classes) {
      expect(`${plain ?? template ?? ""} `, file).not.toMatch(physical);
    }
  }
});
