import { z } from "zod";
import { inboxQuery } from "@/lib/modules/cases/inbox/schema";
import { openCaseInput } from "@/lib/modules/cases/open-schema";
import {
  type CaseDetail,
  conversationStates,
  followThroughSteps,
  type InboxRow,
  type Message,
  stepStates,
} from "@/lib/modules/cases/schema";
import type { Order } from "@/lib/modules/orders/schema";
import { iso, moment, money, moneyOf, type Operation, pageOf, postProblems } from "./shared";

const step = z
  .object({
    step: z.enum(followThroughSteps),
    state: z.enum(stepStates),
    attempts: z.int(),
    by: z.string().optional(),
    at: moment.optional(),
    providerId: z.string().optional(),
    nextRetryAt: moment.optional(),
    error: z.string().optional(),
  })
  .meta({ id: "FollowThroughStep" });

const summary = {
  id: z.uuid(),
  number: z.int(),
  subject: z.string(),
  conversation: z.enum(conversationStates),
  decision: z.string(),
  refund: z.string(),
  amount: money.nullable(),
  followThrough: z.array(step),
  assignee: z.string().nullable(),
};

const caseSummary = z
  .strictObject({
    ...summary,
    customer: z.strictObject({ name: z.string() }),
    orderNumber: z.string().nullable(),
    lastMessageAt: moment,
  })
  .meta({ id: "CaseSummary" });
export const caseList = pageOf(caseSummary, "CaseList");

export const caseResource = z
  .strictObject({
    ...summary,
    version: z.int().meta({ description: "Send it as caseVersion or If-Match when deciding" }),
    customer: z.strictObject({ name: z.string(), email: z.string() }),
    order: z
      .strictObject({
        orderNumber: z.string(),
        lines: z.array(
          z.strictObject({
            id: z.uuid(),
            itemId: z.string(),
            name: z.string(),
            quantity: z.int(),
            unitPrice: money,
          }),
        ),
        refundable: money,
      })
      .nullable(),
    messages: z.array(
      z.strictObject({
        id: z.uuid(),
        kind: z.string(),
        author: z.string(),
        body: z.string(),
        createdAt: moment,
      }),
    ),
    updatedAt: moment,
  })
  .meta({ id: "Case" });

export const openCaseBody = openCaseInput.meta({ id: "OpenCase" });
export const openedCase = z
  .strictObject({ id: z.uuid(), version: z.int() })
  .meta({ id: "OpenedCase", description: "Read the case for everything else." });

export const caseOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/v1/cases",
    operationId: "listCases",
    summary: "Cases of the tenant, newest message first",
    scope: "case:read",
    query: inboxQuery,
    success: { statuses: [200], schema: caseList },
    problems: [400, 422],
  },
  {
    method: "post",
    path: "/api/v1/cases",
    operationId: "openCase",
    summary: "Open a case with the customer's first message",
    scope: "case:write",
    body: openCaseBody,
    success: { statuses: [201], schema: openedCase },
    problems: [...postProblems, 404],
  },
  {
    method: "get",
    path: "/api/v1/cases/{caseId}",
    operationId: "getCase",
    summary: "One case with its order, thread and follow-through",
    scope: "case:read",
    etag: "given",
    success: { statuses: [200], schema: caseResource },
    problems: [400, 404],
  },
];

const amountOf = (minor: number | null, currency: string | null): z.input<typeof money> | null =>
  minor === null || currency === null ? null : moneyOf(minor, currency);

export const toSummary = (row: InboxRow): z.input<typeof caseSummary> => ({
  id: row.id,
  number: row.number,
  subject: row.subject,
  conversation: row.conversation,
  decision: row.decision,
  refund: row.refund,
  amount: amountOf(row.amountMinor, row.currency),
  followThrough: z.array(step).parse(row.followThrough),
  customer: { name: row.customerName },
  orderNumber: row.orderExternalId,
  assignee: row.assigneeName,
  lastMessageAt: iso(row.lastMessageAt),
});

const toOrder = ({ externalId, currency, lines, charges }: Order): z.input<typeof caseResource>["order"] => ({
  orderNumber: externalId,
  lines: lines.map((line) => ({
    id: line.id,
    itemId: line.externalId,
    name: line.name,
    quantity: line.quantity,
    unitPrice: moneyOf(line.unitPriceMinor, currency),
  })),
  refundable: moneyOf(
    charges.reduce((sum, charge) => sum + charge.refundableMinor, 0),
    currency,
  ),
});

export const toCase = (
  found: CaseDetail,
  messages: readonly Message[],
  order: Order | undefined,
): z.input<typeof caseResource> => ({
  id: found.id,
  number: found.number,
  version: found.version,
  subject: found.subject,
  conversation: found.conversation,
  decision: found.decision,
  refund: found.refund,
  amount: amountOf(found.amountMinor, found.currency),
  followThrough: z.array(step).parse(found.followThrough),
  customer: { name: found.customer.name, email: found.customer.email },
  order: order ? toOrder(order) : null,
  assignee: found.assigneeName,
  messages: messages.map(({ id, kind, authorName, body, createdAt }) => ({
    id,
    kind,
    author: authorName,
    body,
    createdAt: iso(createdAt),
  })),
  updatedAt: iso(found.updatedAt),
});
