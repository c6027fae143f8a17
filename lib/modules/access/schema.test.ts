import { describe, expect, it } from "vitest";
import { homeOf } from "./policy";
import { confirmLinkInput, type Membership, signInInput, signUpInput } from "./schema";

const membership = (slug: string): Membership => ({
  tenantId: slug,
  slug,
  tenantName: slug,
  currency: "USD",
  role: "agent",
  name: "Ana",
});

describe("sign-in and sign-up", () => {
  it("reads a mail address as people type it", () => {
    expect(signInInput.parse({ email: " Ana@Example.Test ", password: "x" }).email).toBe("ana@example.test");
  });

  it("refuses a password that the hash would cut off", () => {
    const fields = { name: "Ana", email: "ana@example.test" };
    expect(signUpInput.safeParse({ ...fields, password: "é".repeat(40) }).success).toBe(false);
    expect(signUpInput.safeParse({ ...fields, password: "correct horse" }).success).toBe(true);
  });

  it("takes no field that it does not know", () => {
    const fields = { name: "Ana", email: "ana@example.test", password: "correct horse", role: "admin" };
    expect(signUpInput.safeParse(fields).success).toBe(false);
  });
});

it("refuses a recovery link: it must not open a session here", () => {
  expect(confirmLinkInput.safeParse({ tokenHash: "a".repeat(56), type: "recovery" }).success).toBe(false);
});

it("leads home: to the only workspace, else to the choice", () => {
  expect(homeOf({ memberships: [membership("tau-retail")] })).toBe("/t/tau-retail");
  expect(homeOf({ memberships: [] })).toBe("/welcome");
  expect(homeOf({ memberships: [membership("a"), membership("b")] })).toBe("/welcome");
});
