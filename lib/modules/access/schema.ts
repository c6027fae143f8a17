import { z } from "zod";
import { type Role, roles } from "@/lib/platform/actor";
import type { WorkingHours } from "@/lib/platform/business-hours";
import { isTimeZone } from "@/lib/platform/wall-clock";

export const emailInput = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Enter a mail address, such as ana@example.com."));

/** What an API key may be allowed to do. */
export const apiScopes = [
  "case:read",
  "case:write",
  "order:read",
  "order:write",
  "policy:evaluate",
  "decision:propose",
  "decision:approve",
  "refund:read",
  "audit:read",
] as const;
export type ApiScope = (typeof apiScopes)[number];

/** What an AI's key never gets: it proposes, people decide. */
export const scopesWithoutAi: readonly ApiScope[] = ["decision:approve"];

/** Largest amounts in minor units of one currency: per decision, and in sum per order and per customer and day. */
export type CurrencyLimits = Readonly<{
  /** What a key decides alone. */
  keyMinor: number;
  agentMinor: number;
  leadMinor: number;
  /** What one key or agent decides alone in 24 hours. */
  keyDailyMinor: number;
  agentDailyMinor: number;
  /** Above this, two different people. */
  fourEyesMinor: number;
  /** Above this, whoever approves proves anew who they are. */
  stepUpMinor: number;
  /** What one lead decides and approves in 24 hours. */
  leadDailyMinor: number;
}>;

/** When the people of a tenant work. */
export type BusinessHours = WorkingHours;

/** Within how many working hours a customer has an answer, the next one, and a decided refund. */
export type ServiceLevels = Readonly<{
  firstReplyHours: number;
  nextReplyHours: number;
  refundHours: number;
}>;
export const defaultServiceLevels: ServiceLevels = { firstReplyHours: 4, nextReplyHours: 8, refundHours: 40 };

const limit = z.int().min(0).max(1_000_000_000_000);
const limitsInput: z.ZodType<CurrencyLimits> = z.strictObject({
  ...{ keyMinor: limit, agentMinor: limit, leadMinor: limit, fourEyesMinor: limit, stepUpMinor: limit },
  ...{ keyDailyMinor: limit, agentDailyMinor: limit, leadDailyMinor: limit },
});

const businessHoursInput = z
  .strictObject({
    timeZone: z.string().max(60).refine(isTimeZone, "Choose a time zone such as Europe/Berlin."),
    days: z
      .array(z.int().min(0).max(6))
      .min(1, "Choose at least one day.")
      .refine((days) => new Set(days).size === days.length, "Name each day once."),
    fromMinute: z.int().min(0).max(1_439),
    toMinute: z.int().min(1).max(1_440),
  })
  .refine(({ fromMinute, toMinute }) => toMinute - fromMinute >= 60, {
    path: ["toMinute"],
    message: "A working day has at least an hour.",
  });

/** Everything an admin sets, at once. `version` is the one that was read; 0 while nothing was ever set. */
export const updateSettingsInput = z.strictObject({
  version: z.int().min(0),
  limits: z
    .record(z.string().regex(/^[A-Z]{3}$/, "Use the three letters of a currency."), limitsInput)
    .refine((limits) => Object.keys(limits).length <= 50, "Set limits for at most 50 currencies."),
  businessHours: businessHoursInput,
  approvalHours: z.int().min(1).max(400),
  holdSeconds: z.int().min(0).max(3_600),
  allowsAutoDeny: z.boolean(),
  deputyId: z.uuid().nullable(),
  sla: z.strictObject({
    firstReplyHours: z.int().min(1).max(400),
    nextReplyHours: z.int().min(1).max(400),
    refundHours: z.int().min(1).max(400),
  }),
});
export type UpdateSettings = z.output<typeof updateSettingsInput>;

/** Stops the tenant's payouts, or, with a key, what that key decides by itself. */
export const stopPayoutsInput = z.strictObject({
  keyId: z.preprocess((value) => (value === "" ? undefined : value), z.uuid().optional()),
  reason: z.string().trim().min(10, "Say why in a sentence.").max(500),
});
export type StopPayouts = z.output<typeof stopPayoutsInput>;
export const resumePayoutsInput = z.strictObject({ switchId: z.uuid() });
export type ResumePayouts = z.output<typeof resumePayoutsInput>;

/** A tenant somebody works for, and as what. */
export type Membership = Readonly<{
  tenantId: string;
  slug: string;
  tenantName: string;
  currency: string;
  role: Role;
  name: string;
}>;

export const createTenantInput = z.strictObject({
  name: z.string().trim().min(2, "Enter the name of your shop.").max(80),
  slug: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, "Use 3 to 40 small letters, digits and hyphens."),
  currency: z.enum(["USD", "EUR", "GBP", "CHF", "SEK", "DKK", "JPY"]),
});
export type CreateTenant = z.output<typeof createTenantInput>;

export const inviteInput = z.strictObject({ email: emailInput, role: z.enum(roles) });
export type Invite = z.output<typeof inviteInput>;
export const invitationInput = z.strictObject({ invitationId: z.uuid() });
export const joinInput = z.strictObject({ token: z.string().min(40).max(200) });
export const memberInput = z.strictObject({ userId: z.uuid() });
export const changeRoleInput = z.strictObject({ userId: z.uuid(), role: z.enum(roles) });
export type ChangeRole = z.output<typeof changeRoleInput>;

export const createKeyInput = z
  .strictObject({
    name: z.string().trim().min(2, "Name what the key is for.").max(80),
    scopes: z
      .preprocess((value) => (typeof value === "string" ? [value] : value), z.array(z.enum(apiScopes)))
      .refine((scopes) => scopes.length > 0, "Choose at least one thing that the key may do."),
    isAi: z.literal("on").optional(),
    expiresInDays: z.coerce.number().int().min(1).max(365),
  })
  .refine(({ isAi, scopes }) => !isAi || !scopes.some((scope) => scopesWithoutAi.includes(scope)), {
    path: ["scopes"],
    message: "The key of an AI proposes; people approve.",
  });
export type CreateKey = z.output<typeof createKeyInput>;
export const keyInput = z.strictObject({ keyId: z.uuid() });
export const deleteTenantInput = z.strictObject({ name: z.string().max(100) });

/** One row of the members page. */
export type MemberRow = Readonly<{
  userId: string;
  name: string;
  email: string;
  role: Role;
  disabledAt: Date | null;
  createdAt: Date;
}>;

/** A mail that asks somebody to join, until it is answered. */
export type InvitationRow = Readonly<{
  id: string;
  email: string;
  role: Role;
  invitedByName: string;
  expiresAt: Date;
  createdAt: Date;
  mailState: "sending" | "sent" | "failed";
}>;

/** What whoever holds an invitation's link may know of it. */
export type InvitationOffer = Readonly<{
  id: string;
  tenantName: string;
  slug: string;
  email: string;
  role: Role;
  invitedByName: string;
  state: "open" | "accepted" | "revoked" | "expired";
}>;

/** One row of the API keys page. The key itself was shown once. */
export type KeyRow = Readonly<{
  id: string;
  name: string;
  prefix: string;
  scopes: readonly string[];
  isAi: boolean;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}>;

/** One row of the platform admin's list. */
export type TenantSummary = Readonly<{
  id: string;
  slug: string;
  name: string;
  currency: string;
  memberCount: number;
  caseCount: number;
  createdAt: Date;
}>;
