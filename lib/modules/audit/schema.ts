import { z } from "zod";

export const auditSubjects = [
  "case",
  "decision",
  "approval",
  "refund",
  "effect",
  "tenant",
  "order",
  "customer",
  "member",
  "api_key",
  "policy_version",
  "settings",
  "kill_switch",
  "delegation",
  "incident",
  "macro",
] as const;
export type AuditSubject = (typeof auditSubjects)[number];

const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => new Date(text).getUTCFullYear() >= 1970, "Choose a moment after 1970.");

/** Which entries of the log are asked for: `from` is the first moment, `to` the first one after. */
export const auditQuery = z.strictObject({
  actorId: z.uuid().optional(),
  action: z
    .string()
    .regex(/^[a-z][a-z_.]{0,79}$/, "Use the name of an action, such as decision.approved.")
    .optional(),
  subjectId: z.uuid().optional(),
  from: moment.optional(),
  to: moment.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type AuditQuery = z.output<typeof auditQuery>;

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .refine((text) => !Number.isNaN(Date.parse(text)) && Number(text.slice(0, 4)) >= 1970)
  .optional()
  .catch(undefined);

/** The filters of the page's address; what makes no sense counts as left out. Days in UTC, both included. */
export const auditExplorerQuery = z.object({
  actorId: z.uuid().optional().catch(undefined),
  action: auditQuery.shape.action.catch(undefined),
  subjectId: z.uuid().optional().catch(undefined),
  /** A case by its number: everything about it, its decisions and its refunds. */
  case: z.coerce.number().int().min(1).max(2_147_483_647).optional().catch(undefined),
  from: day,
  to: day,
  cursor: z.string().max(200).optional().catch(undefined),
});
export type AuditExplorerQuery = z.output<typeof auditExplorerQuery>;

/** What a part of the chain was found to be. `nextFrom` is where the next part begins; missing at the end. */
export type ChainPart = Readonly<{
  checked: number;
  upTo: number;
  total: number;
  unsealed: number;
  erasedNames: number;
  broken: Readonly<{ position: number; reason: string }> | null;
  nextFrom: number | undefined;
}>;

type Details = Readonly<Record<string, unknown>>;

/** One act as it was written down. Times in UTC with microseconds, as the chain was sealed over them. */
export type AuditRow = Readonly<{
  id: string;
  tenantId: string;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  action: string;
  subjectType: string;
  subjectId: string;
  detail: Details;
  before: Details | null;
  after: Details | null;
  origin: Details | null;
  createdAt: string;
  /** Where it stands in the tenant's chain; null until it is sealed. */
  position: number | null;
  previousHash: string | null;
  hash: string | null;
}>;

export type AuditPage = Readonly<{ rows: readonly AuditRow[]; nextCursor: string | undefined }>;
