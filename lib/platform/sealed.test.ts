import { expect, it, vi } from "vitest";

vi.mock("@/lib/platform/env", () => ({ env: { APP_SECRET: "0123456789abcdef0123456789abcdef" } }));
const { seal, unseal } = await import("./sealed");

it("opens what it sealed, for the same purpose only", () => {
  const sealed = seal("mail", "ana@example.test");
  expect(unseal("mail", sealed)).toBe("ana@example.test");
  expect(unseal("session", sealed)).toBeUndefined();
  expect(sealed).not.toBe(seal("mail", "ana@example.test"));
});

it("refuses what was altered, cut or made up", () => {
  const bytes = Buffer.from(seal("mail", "ana@example.test"), "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(unseal("mail", altered.toString("base64url"))).toBeUndefined();
    expect(unseal("mail", bytes.subarray(0, at).toString("base64url"))).toBeUndefined();
  }
});
