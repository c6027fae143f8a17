import { expect, it } from "vitest";
import type { Actor, Role } from "@/lib/platform/actor";
import {
  mayDiscardPolicy,
  mayDraftPolicy,
  mayEditPolicy,
  mayPublishPolicy,
  mayUnschedulePolicy,
  type Permission,
} from "./policy";
import { type PolicyState, policyStates } from "./terms";

const tenantId = "tenant";
const person = (role: Role, userId = "author"): Actor => ({
  ...{ kind: "member", tenantId, userId, role, name: "Ana", sessionId: "session" },
});
const key: Actor = {
  kind: "key",
  tenantId,
  keyId: "author",
  name: "AI",
  scopes: ["decision:approve"],
  isAi: true,
};
const product: Actor = { kind: "system", tenantId, name: "Makegood" };
const version = (state: PolicyState, createdById: string | null = "author") => ({ state, createdById });

const reasonOf = (permission: Permission): string | undefined =>
  permission.allowed ? undefined : permission.reason;

type Question = (actor: Actor, state: PolicyState) => Permission;
const edit: Question = (actor, state) => mayEditPolicy(actor, version(state));
const publish: Question = (actor, state) => mayPublishPolicy(actor, version(state));
const unschedule: Question = (actor, state) => mayUnschedulePolicy(actor, version(state));
const discard: Question = (actor, state) => mayDiscardPolicy(actor, version(state));

it("lets leads, finance and admins write, and tells everybody else whom to ask", () => {
  for (const role of ["lead", "finance", "admin"] as const)
    expect(mayDraftPolicy(person(role))).toEqual({ allowed: true });
  for (const role of ["viewer", "agent"] as const) {
    const reason = `Your role (${role}) does not change the policy. Ask a lead, finance or an admin.`;
    expect(mayDraftPolicy(person(role))).toEqual({ allowed: false, reason });
  }
});

it.each([edit, publish, unschedule, discard])(
  "lets no key, no product and no agent near it (%#)",
  (question) => {
    for (const state of policyStates) {
      for (const actor of [key, product])
        expect(reasonOf(question(actor, state))).toBe("Only people write and publish policies.");
      expect(reasonOf(question(person("agent"), state))).toMatch(/^Your role \(agent\)/);
    }
  },
);

it("lets a draft be changed by who began it alone, and nothing else by anybody", () => {
  expect(edit(person("lead"), "draft")).toEqual({ allowed: true });
  expect(reasonOf(edit(person("finance", "other"), "draft"))).toMatch(/^Only who began this draft/);
  for (const state of ["scheduled", "published", "superseded", "discarded"] as const)
    expect(reasonOf(edit(person("lead"), state))).toMatch(/^Only a draft can be changed/);
});

it("is published by a second person, while it is a draft or scheduled", () => {
  for (const state of ["draft", "scheduled"] as const) {
    expect(reasonOf(publish(person("admin"), state))).toBe("A second person publishes what you wrote.");
    expect(publish(person("admin", "other"), state)).toEqual({ allowed: true });
  }
  for (const state of ["published", "superseded", "discarded"] as const)
    expect(reasonOf(publish(person("admin", "other"), state))).toBe(
      `This version is ${state}. Start a new draft from it.`,
    );
});

it("is taken back while it is scheduled, by its author as well", () => {
  for (const state of policyStates)
    expect(unschedule(person("lead"), state).allowed, state).toBe(state === "scheduled");
  expect(reasonOf(unschedule(person("lead"), "published"))).toBe("This version is not scheduled.");
});

it("is thrown away while it is a draft, by any of them", () => {
  for (const state of policyStates)
    expect(discard(person("finance", "other"), state).allowed, state).toBe(state === "draft");
  expect(reasonOf(discard(person("lead"), "published"))).toBe("Only a draft can be discarded.");
});
