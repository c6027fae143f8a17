import "server-only";
import Stripe from "stripe";
import { requireManager } from "@/lib/modules/access/members";
import { recordAudit } from "@/lib/modules/audit/audit";
import { findConnection, saveConnection, updateConnection } from "@/lib/modules/payments/connections";
import type { ConnectProvider } from "@/lib/modules/payments/schema";
import {
  connectStripe,
  forgetKey,
  installationStripe,
  isSimulated,
  stripeOf,
} from "@/lib/modules/payments/stripe-client";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { defineHop } from "@/lib/platform/hops";
import { paySamples } from "./drill";

const checkHop = defineHop({ name: "stripe.check", kind: "payment", budgetMs: 2_000, timeoutMs: 8_000 });

/**
 * Uses another key for the tenant's payments from now on, once the provider took it. Who begins with the simulator
 * finds payments there, in `currency`.
 * @throws DomainError `invalid` for a key that the provider refuses; nothing is saved then
 */
export async function connectProvider(
  actor: MemberActor,
  { key, webhookSecret }: ConnectProvider,
  currency: string,
): Promise<void> {
  requireManager(actor);
  const failure = await tryOut(key ? connectStripe(key) : installationStripe);
  if (failure) throw new DomainError("invalid", failure, { field: "key" });
  const isFirst = (await findConnection(actor)) === undefined;
  if (isFirst && !key && isSimulated) await paySamples(actor.tenantId, currency);
  const isLive = /_live_/.test(key ?? "");
  await asActor(actor, async (tx) => {
    const by = { id: actor.userId, name: actor.name };
    await saveConnection(tx, actor.tenantId, { key, webhookSecret, isLive, by });
    await recordAudit(tx, actor, {
      action: "provider.connected",
      subjectType: "settings",
      subjectId: actor.tenantId,
      detail: { own: key !== undefined, isLive, hint: key?.slice(-4) ?? null },
    });
  });
  forgetKey(actor.tenantId);
}

/** Asks the provider whether it still answers to the tenant's key. @returns why not, in words */
export async function checkProvider(actor: MemberActor): Promise<string | null> {
  requireManager(actor);
  const failure = await tryOut(await stripeOf(actor.tenantId));
  if (await findConnection(actor)) {
    await asActor(actor, (tx) => updateConnection(tx, actor.tenantId, { checkedAt: new Date(), failure }));
  }
  return failure;
}

async function tryOut(stripe: Stripe): Promise<string | null> {
  try {
    await checkHop(() => stripe.paymentIntents.list({ limit: 1 }));
    return null;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeAuthenticationError)
      return "The provider does not know this key.";
    if (error instanceof Stripe.errors.StripePermissionError) return "This key may not read payments.";
    return "The provider does not answer. Try again in a moment.";
  }
}
