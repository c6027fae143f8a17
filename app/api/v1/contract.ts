import { z } from "zod";
import type { ApiScope } from "@/lib/modules/access/schema";
import type { CaseDetail, InboxRow } from "@/lib/modules/cases/schema";
import { conversationStates, followThroughSteps, inboxQuery, stepStates } from "@/lib/modules/cases/schema";
import { proposeRefundInput } from "@/lib/modules/decisions/schema";
import type { Order } from "@/lib/modules/orders/schema";

const money = z
  .object({
    minor: z.int().meta({ description: "In the smallest unit of the currency" }),
    currency: z.string().length(3),
  })
  .meta({ id: "Money" });
const step = z
  .object({
    step: z.enum(followThroughSteps),
    state: z.enum(stepStates),
    attempts: z.int(),
    by: z.string().optional(),
    at: z.iso.datetime().optional(),
    providerId: z.string().optional(),
    nextRetryAt: z.iso.datetime().optional(),
    error: z.string().optional(),
  })
  .meta({ id: "FollowThroughStep" });

const caseSummary = z
  .object({
    id: z.uuid(),
    number: z.int(),
    subject: z.string(),
    conversation: z.enum(conversationStates),
    decision: z.string(),
    refund: z.string(),
    amount: money.nullable(),
    followThrough: z.array(step),
    customer: z.object({ name: z.string() }),
    orderNumber: z.string().nullable(),
    assignee: z.string().nullable(),
    lastMessageAt: z.iso.datetime(),
  })
  .meta({ id: "CaseSummary" });
export const caseList = z
  .object({ data: z.array(caseSummary), nextCursor: z.string().nullable() })
  .meta({ id: "CaseList" });

export const caseResource = z
  .object({
    id: z.uuid(),
    number: z.int(),
    version: z.int().meta({ description: "Send it as caseVersion when deciding" }),
    subject: z.string(),
    conversation: z.enum(conversationStates),
    decision: z.string(),
    refund: z.string(),
    amount: money.nullable(),
    followThrough: z.array(step),
    customer: z.object({ name: z.string(), email: z.string() }),
    order: z
      .object({
        orderNumber: z.string(),
        lines: z.array(z.object({ id: z.uuid(), name: z.string(), quantity: z.int(), unitPrice: money })),
        refundable: money,
      })
      .nullable(),
    assignee: z.string().nullable(),
    messages: z.array(
      z.object({
        id: z.uuid(),
        kind: z.string(),
        author: z.string(),
        body: z.string(),
        createdAt: z.iso.datetime(),
      }),
    ),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Case" });

/** As the form's input, but numbers are numbers here. */
export const proposeBody = z
  .strictObject({
    caseVersion: z.int().positive(),
    lines: z
      .array(z.strictObject({ orderLineId: z.uuid(), quantity: z.int().min(1).max(1_000) }))
      .min(1)
      .max(200),
    reasonCode: proposeRefundInput.shape.reasonCode,
    rationale: proposeRefundInput.shape.rationale,
  })
  .meta({ id: "ProposeRefund" });
export const decisionResource = z
  .object({
    id: z.uuid(),
    caseId: z.uuid(),
    state: z.enum(["approved", "awaiting_approval"]),
    amount: money,
  })
  .meta({ id: "Decision" });

export const problemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, "Use 1 to 255 visible ASCII characters.");

type Operation = Readonly<{
  method: "get" | "post";
  path: string;
  operationId: string;
  summary: string;
  scope: ApiScope;
  query?: z.ZodObject;
  body?: z.ZodType;
  success: Readonly<{ status: number; schema: z.ZodType }>;
  /** Besides those that every operation may answer. */
  problems: readonly number[];
}>;

/** Answers that have nothing to do with what was asked. */
export const commonProblems = [401, 403, 429, 500, 503];

/** Everything the API can do: what the document at /api/v1/openapi.json is made of. */
export const operations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/v1/cases",
    operationId: "listCases",
    summary: "Cases of the tenant, newest message first",
    scope: "case:read",
    query: inboxQuery,
    success: { status: 200, schema: caseList },
    problems: [422],
  },
  {
    method: "get",
    path: "/api/v1/cases/{caseId}",
    operationId: "getCase",
    summary: "One case with its order, thread and follow-through",
    scope: "case:read",
    success: { status: 200, schema: caseResource },
    problems: [404],
  },
  {
    method: "post",
    path: "/api/v1/cases/{caseId}/decisions",
    operationId: "proposeRefund",
    summary: "Propose a refund of order lines; above the key's limit it waits for a person",
    scope: "decision:propose",
    body: proposeBody,
    success: { status: 201, schema: decisionResource },
    problems: [400, 404, 409, 413, 415, 422],
  },
];

type Summary = z.input<typeof caseSummary>;

const moneyOf = (minor: number | null, currency: string | null): Summary["amount"] =>
  minor === null || currency === null ? null : { minor, currency };

export const toSummary = (row: InboxRow): Summary => ({
  id: row.id,
  number: row.number,
  subject: row.subject,
  conversation: row.conversation,
  decision: row.decision,
  refund: row.refund,
  amount: moneyOf(row.amountMinor, row.currency),
  followThrough: z.array(step).parse(row.followThrough),
  customer: { name: row.customerName },
  orderNumber: row.orderExternalId,
  assignee: row.assigneeName,
  lastMessageAt: row.lastMessageAt.toISOString(),
});

export const toOrder = ({
  externalId,
  currency,
  lines,
  charges,
}: Order): z.input<typeof caseResource>["order"] => ({
  orderNumber: externalId,
  lines: lines.map(({ id, name, quantity, unitPriceMinor }) => ({
    id,
    name,
    quantity,
    unitPrice: { minor: unitPriceMinor, currency },
  })),
  refundable: { minor: charges.reduce((sum, charge) => sum + charge.refundableMinor, 0), currency },
});

export const toCase = (
  found: CaseDetail,
  order: z.input<typeof caseResource>["order"],
): z.input<typeof caseResource> => ({
  id: found.id,
  number: found.number,
  version: found.version,
  subject: found.subject,
  conversation: found.conversation,
  decision: found.decision,
  refund: found.refund,
  amount: moneyOf(found.amountMinor, found.currency),
  followThrough: z.array(step).parse(found.followThrough),
  customer: { name: found.customer.name, email: found.customer.email },
  order,
  assignee: found.assigneeName,
  messages: found.messages.map(({ id, kind, authorName, body, createdAt }) => ({
    id,
    kind,
    author: authorName,
    body,
    createdAt: createdAt.toISOString(),
  })),
  updatedAt: found.updatedAt.toISOString(),
});
