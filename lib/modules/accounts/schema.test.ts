import { describe, expect, it } from "vitest";
import type { Membership } from "@/lib/modules/access/schema";
import { freshForMs, homeOf, hurdleOf, isFresh } from "./policy";
import { confirmLinkInput, type SessionState, signInInput, signUpInput, verifyFactorInput } from "./schema";

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

it("refuses a link of a kind that no page of ours sends", () => {
  expect(confirmLinkInput.safeParse({ tokenHash: "a".repeat(56), type: "invite" }).success).toBe(false);
});

it.each([
  ["123 456", "123456"],
  ["ABCDE-fgh23", "abcdefgh23"],
])("reads the code %s as people type it", (typed, code) => {
  expect(verifyFactorInput.parse({ code: typed }).code).toBe(code);
});

const now = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const session = (given: Partial<SessionState>): SessionState => ({
  kind: "full",
  passwordVerifiedAt: undefined,
  factorVerifiedAt: undefined,
  ...given,
});

describe("a session", () => {
  it("of a recovery mail opens nothing but the choice of a password, whatever else was proved", () => {
    const state = session({ kind: "recovery", factorVerifiedAt: now });
    expect(hurdleOf({ hasSecondFactor: true }, state)).toBe("choose_password");
  });

  it("needs the second factor of an account that has one", () => {
    expect(hurdleOf({ hasSecondFactor: true }, session({ passwordVerifiedAt: now }))).toBe("verify_factor");
    expect(hurdleOf({ hasSecondFactor: true }, session({ factorVerifiedAt: now }))).toBe("none");
    expect(hurdleOf({ hasSecondFactor: false }, session({}))).toBe("none");
  });

  it("is fresh by the factor where there is one, and by the password alone where there is none", () => {
    const byPassword = session({ passwordVerifiedAt: ago(60_000) });
    expect(isFresh({ hasSecondFactor: false }, byPassword, freshForMs.account, now)).toBe(true);
    expect(isFresh({ hasSecondFactor: true }, byPassword, freshForMs.account, now)).toBe(false);
    const old = session({ factorVerifiedAt: ago(freshForMs.account) });
    expect(isFresh({ hasSecondFactor: true }, old, freshForMs.account, now)).toBe(false);
    expect(isFresh({ hasSecondFactor: true }, old, freshForMs.approval, now)).toBe(true);
  });
});

it("leads home: to the only workspace, else to the choice", () => {
  expect(homeOf({ memberships: [membership("tau-retail")] })).toBe("/t/tau-retail");
  expect(homeOf({ memberships: [] })).toBe("/welcome");
  expect(homeOf({ memberships: [membership("a"), membership("b")] })).toBe("/welcome");
});
