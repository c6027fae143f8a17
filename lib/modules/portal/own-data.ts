import "server-only";
import type { CustomerActor } from "@/lib/platform/actor";
import { findOwnFacts, findOwnRequest, listOwnOrders, listOwnRequests } from "./queries";

/** Everything a shop keeps about a customer that is theirs to know, as they take it along. Amounts in minor units. */
export async function collectOwnData(customer: CustomerActor) {
  const [facts, orders, requests] = await Promise.all([
    findOwnFacts(customer),
    listOwnOrders(customer),
    listOwnRequests(customer),
  ]);
  const details = [];
  for (const { id } of requests) {
    const request = await findOwnRequest(customer, id);
    if (request) details.push(request);
  }
  return {
    exportedAt: new Date(),
    ...facts,
    orders,
    requests: details.map(({ status, decisions, ...request }) => ({
      ...request,
      state: status.state,
      decisions: decisions.map(({ state, outcome, amountMinor, currency, at, denial }) => ({
        ...{ state, outcome, amountMinor, currency, at },
        reason: denial?.reason ?? null,
        clauses: denial?.clauses ?? [],
      })),
      refunds: status.legs.map(
        ({ progress, method, amountMinor, currency, label, reference, settledAt }) => ({
          ...{ progress, method, amountMinor, currency, label, reference, settledAt },
        }),
      ),
    })),
  };
}

export type OwnData = Awaited<ReturnType<typeof collectOwnData>>;
