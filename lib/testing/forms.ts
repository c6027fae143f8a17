import { vi } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import type { ActionResult } from "@/lib/web/action";
import type { Shop } from "./shop";

// The framework's half of a server action does not exist in a test; everything else is real, down to the rows. Import
// this first and the actions after it, by `await import`.

const who = await vi.hoisted(async () => {
  const { AsyncLocalStorage } = await import("node:async_hooks");
  return new AsyncLocalStorage<MemberActor>();
});
vi.mock("next/headers", () => ({ headers: async () => new Headers({ origin: process.env.SITE_URL ?? "" }) }));
vi.mock("next/navigation", () => ({ unstable_rethrow: () => undefined }));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("@/lib/web/live-user", () => ({ requireLiveUser: async () => undefined }));
vi.mock("@/lib/web/session", () => {
  const visitor = async () => ({
    userId: who.getStore()?.userId,
    hasSecondFactor: false,
    session: { kind: "full", passwordVerifiedAt: new Date() },
  });
  return {
    ...{ findVisitor: visitor, findSession: visitor, findSessionAnew: visitor },
    memberOf: () => ({ actor: who.getStore() }),
  };
});

export type Fields = Readonly<Record<string, string>>;
export type FormAction = (
  tenantSlug: string,
  previous: ActionResult,
  formData: FormData,
) => Promise<ActionResult>;

/** Sends a form of the desk as `actor`. */
export function sendForm(
  { slug }: Shop,
  actor: MemberActor,
  action: FormAction,
  fields: Fields,
): Promise<ActionResult> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return who.run(actor, () => action(slug, { status: "idle" }, form));
}
