import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultReturnTo, safeReturnTo } from "./return-to";

const site = "https://desk.example";

describe("safeReturnTo", () => {
  it.each([
    "/t/tau-retail",
    "/t/tau-retail/cases/1?tab=notes#last",
    "/account",
    "/account/security",
    "/admin",
  ])("keeps %s", (path) => expect(safeReturnTo(path)).toBe(path));

  it.each([
    "//evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "@evil.test",
    ".evil.test",
    "%2F%2Fevil.test",
    "/%2F%2Fevil.test",
    `${site}//evil.test`,
    "https://evil.test/t/a",
    "/\t/evil.test",
    "/\n/evil.test",
    "\t//evil.test",
    "javascript:alert(1)",
    "/t/..//evil.test",
    "/t/../\\evil.test",
    "/t/%2e%2e//evil.test",
    "/sign-in",
    "/accounts",
    "/api/v1/cases",
    "",
    undefined,
    null,
    ["/t/a"],
    `/t/${"a".repeat(3_000)}`,
  ])("refuses %j", (candidate) => expect(safeReturnTo(candidate)).toBe(defaultReturnTo));

  it("never leaves the site, whatever it is given", () => {
    const pieces = fc.constantFrom(
      "/",
      "\\",
      "//",
      "..",
      ".",
      "%2F",
      "%5C",
      "@",
      ":",
      "\t",
      "\n",
      "\r",
      "evil.test",
      "t",
      "account",
      "?",
      "#",
      " ",
      "\u0000",
      "\u3002",
    );
    const candidates = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.array(pieces).map((parts) => `/${parts.join("")}`),
      fc.array(pieces).map((parts) => `/t/${parts.join("")}`),
    );
    fc.assert(
      fc.property(candidates, (candidate) => {
        const path = safeReturnTo(candidate);
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(new URL(path, site).origin).toBe(site);
      }),
      { numRuns: 5_000 },
    );
  });
});
