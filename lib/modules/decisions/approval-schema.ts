import { z } from "zod";
import type { CurrencyLimits } from "@/lib/modules/access/schema";
import type { Clause } from "@/lib/modules/policies/schema";
import type { OpenApproval, Permission } from "./policy";
import type { Decision } from "./schema";

export const approvalSorts = ["age", "amount"] as const;
export type ApprovalSort = (typeof approvalSorts)[number];

/** Which part of the queue is asked for; what makes no sense counts as left out. */
export const approvalQuery = z.object({
  sort: z.enum(approvalSorts).default("age").catch("age"),
  cursor: z.string().max(120).optional().catch(undefined),
  open: z.uuid().optional().catch(undefined),
});
export type ApprovalQuery = z.output<typeof approvalQuery>;

/** One question of the queue, as the list shows it. */
export type QueuedApproval = Readonly<{
  approvalId: string;
  caseNumber: number;
  customerName: string;
  subject: string;
  amountMinor: number;
  currency: string;
  requiredRole: OpenApproval["requiredRole"];
  requiredVotes: number;
  votes: number;
  askedAt: Date;
  expiresAt: Date;
}>;
export type ApprovalPage = Readonly<{
  rows: readonly QueuedApproval[];
  nextCursor: string | undefined;
}>;

/** What happened since somebody proposed it, as counts; nothing of it stops a yes by itself. */
export type ApprovalChanges = Readonly<{
  messages: number;
  policyNow: number;
  decisions: number;
  disputes: number;
  holds: readonly string[];
}>;

/** What the customer had before this. Sums in minor units, one for each currency. */
export type ApprovalHistory = Readonly<{
  orders: number;
  refunds: number;
  sums: readonly Readonly<{ currency: string; amountMinor: number }>[];
}>;

/** Everything that somebody who is asked for a yes should see. */
export type ApprovalCard = Readonly<{
  approvalId: string;
  decision: Decision;
  case: Readonly<{ id: string; number: number; subject: string; customerName: string }>;
  approval: OpenApproval & Readonly<{ askedAt: Date; expiresAt: Date }>;
  destination: string;
  lines: readonly string[];
  isByAi: boolean;
  limits: CurrencyLimits;
  /** How long what is approved can still be revoked. */
  holdSeconds: number;
  clauses: readonly Clause[];
  history: ApprovalHistory;
  evidence: Readonly<{ files: number; confirmedBy: string | null }>;
  changes: ApprovalChanges;
  approve: Permission;
  judge: Permission;
}>;
