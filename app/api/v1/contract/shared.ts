import { z } from "zod";
import type { ApiScope } from "@/lib/modules/access/schema";
import { problemCodes } from "@/lib/web/problem-codes";

export const money = z
  .strictObject({
    minor: z.int().meta({ description: "In the smallest unit of the currency" }),
    currency: z.string().length(3),
  })
  .meta({ id: "Money" });
export const moneyOf = (minor: number, currency: string): z.input<typeof money> => ({ minor, currency });

export const moment = z.iso.datetime();
export const iso = (date: Date): string => date.toISOString();
export const isoOrNull = (date: Date | null): string | null => (date === null ? null : date.toISOString());

/** A page of `row`; without `nextCursor` it is the last one. */
export const pageOf = <Row extends z.ZodType>(row: Row, id: string) =>
  z.strictObject({ data: z.array(row), nextCursor: z.string().nullable() }).meta({ id });

const current = z.record(z.string(), z.unknown()).meta({
  description:
    "With `conflict`: how things stand now. Send the request again with that version, or not at all.",
});

export const problemDocument = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(problemCodes),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
    current: current.optional(),
    trace: z.record(z.string(), z.unknown()).optional().meta({
      description: "With `policy_denied` and `policy_needs_info`: what the policy found, as a Trace.",
    }),
  })
  .meta({ id: "Problem" });

export type Operation = Readonly<{
  method: "get" | "post" | "put";
  path: string;
  operationId: string;
  summary: string;
  scope: ApiScope;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The answer carries an ETag, or the request takes one as If-Match. */
  etag?: "given" | "taken";
  success: Readonly<{ statuses: readonly number[]; schema: z.ZodType }>;
  /** Besides those that every operation may answer. */
  problems: readonly number[];
}>;

/** Answers that have nothing to do with what was asked. */
export const commonProblems = [401, 403, 429, 500, 503];
/** What is wrong with a body or its headers. */
export const bodyProblems = [400, 413, 415, 422];
export const postProblems = [...bodyProblems, 409];
