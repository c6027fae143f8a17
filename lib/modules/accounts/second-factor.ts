import "server-only";
import { randomInt } from "node:crypto";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { Visitor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { seal, sign, unseal } from "@/lib/platform/sealed";
import { recoveryCodes, secondFactors, sessions } from "./tables";

const purpose = "second-factor";
const codePurpose = "recovery-code";
const periodSeconds = 30;
const recoveryCodeCount = 10;
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

const visitor = (userId: string): Visitor => ({ kind: "visitor", userId });

const totpOf = (secret: Secret, label = ""): TOTP =>
  new TOTP({ issuer: "Makegood", label, algorithm: "SHA1", digits: 6, period: periodSeconds, secret });

export type Enrolment = Readonly<{ secret: string; uri: string }>;

/**
 * Begins to add an authenticator app, or shows what was begun: the secret stays until its first code, so that a page
 * that is opened twice does not make the app's entry void.
 * @throws DomainError conflict when there is one already
 */
export async function startEnrolment(userId: string, email: string): Promise<Enrolment> {
  const secret = new Secret({ size: 20 });
  const kept = await asActor(visitor(userId), async (tx) => {
    // Whoever saw a secret long ago must not know the one that is confirmed now.
    await tx
      .delete(secondFactors)
      .where(
        and(
          eq(secondFactors.userId, userId),
          isNull(secondFactors.confirmedAt),
          lt(secondFactors.createdAt, sql`now() - interval '10 minutes'`),
        ),
      );
    await tx
      .insert(secondFactors)
      .values({ userId, sealedSecret: sealSecret(userId, secret.base32) })
      .onConflictDoNothing();
    return findFactor(tx, userId);
  });
  if (kept.confirmedAt) throw new DomainError("conflict", "Your account has a second factor already.");
  return { secret: kept.secret.base32, uri: totpOf(kept.secret, email).toString() };
}

/**
 * Ends the enrolment with the app's first code, which counts as this session's proof.
 * @returns the recovery codes, shown once
 */
export async function confirmEnrolment(userId: string, sessionId: string, code: string): Promise<string[]> {
  const codes = createRecoveryCodes();
  await asActor(visitor(userId), async (tx) => {
    if (!(await spendAppCode(tx, userId, code))) throw wrongCode();
    const added = await tx
      .update(secondFactors)
      .set({ confirmedAt: new Date() })
      .where(and(eq(secondFactors.userId, userId), isNull(secondFactors.confirmedAt)))
      .returning({ userId: secondFactors.userId });
    if (added.length === 0) throw new DomainError("conflict", "Your account has a second factor already.");
    await replaceRecoveryCodes(tx, userId, codes);
    await recordProof(tx, userId, sessionId);
  });
  return codes;
}

/** Proves this session by a code of the app or a recovery code; each works once. @returns which it was */
export const verifyFactor = (userId: string, sessionId: string, code: string): Promise<"app" | "recovery"> =>
  asActor(visitor(userId), async (tx) => {
    const isAppCode = /^\d{6}$/.test(code);
    const isRight = isAppCode
      ? await spendAppCode(tx, userId, code)
      : await spendRecoveryCode(tx, userId, code);
    if (!isRight) throw wrongCode();
    await recordProof(tx, userId, sessionId);
    return isAppCode ? "app" : "recovery";
  });

/** Takes the factor away, with its recovery codes. */
export async function removeFactor(userId: string): Promise<void> {
  await asActor(visitor(userId), async (tx) => {
    await tx.delete(secondFactors).where(eq(secondFactors.userId, userId));
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  });
}

/** New recovery codes; the old ones are void. */
export async function renewRecoveryCodes(userId: string): Promise<string[]> {
  const codes = createRecoveryCodes();
  await asActor(visitor(userId), (tx) => replaceRecoveryCodes(tx, userId, codes));
  return codes;
}

/** How many recovery codes are left. */
export const countRecoveryCodes = (userId: string): Promise<number> =>
  asActor(visitor(userId), (tx) =>
    tx.$count(recoveryCodes, and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))),
  );

/** How a secret is stored. Its owner is sealed in, so that it is worth nothing in another row. */
export const sealSecret = (userId: string, base32: string): string => seal(purpose, `${userId} ${base32}`);

async function findFactor(tx: Transaction, userId: string) {
  const [row] = await tx.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  const [owner, base32] = row ? (unseal(purpose, row.sealedSecret) ?? "").split(" ") : [];
  if (!row || owner !== userId || !base32)
    throw new DomainError("conflict", "Your account has no second factor.");
  return { ...row, secret: Secret.fromBase32(base32) };
}

async function spendAppCode(tx: Transaction, userId: string, code: string): Promise<boolean> {
  const { secret } = await findFactor(tx, userId);
  const timestamp = Date.now();
  const drift = totpOf(secret).validate({ token: code, timestamp, window: 1 });
  if (drift === null) return false;
  const step = Math.floor(timestamp / 1_000 / periodSeconds) + drift;
  // The condition is the lock: of two requests with one code, one finds the step taken.
  const taken = await tx
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.userId, userId), lt(secondFactors.lastStep, step)))
    .returning({ userId: secondFactors.userId });
  return taken.length > 0;
}

async function spendRecoveryCode(tx: Transaction, userId: string, code: string): Promise<boolean> {
  const taken = await tx
    .update(recoveryCodes)
    .set({ usedAt: new Date() })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.signature, signatureOf(userId, code)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ userId: recoveryCodes.userId });
  return taken.length > 0;
}

async function recordProof(tx: Transaction, userId: string, sessionId: string): Promise<void> {
  const proved = await tx
    .update(sessions)
    .set({ factorVerifiedAt: sql`now()` })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), eq(sessions.kind, "full")))
    .returning({ id: sessions.id });
  if (proved.length === 0) throw new DomainError("unauthenticated", "Your session has ended. Sign in again.");
}

async function replaceRecoveryCodes(
  tx: Transaction,
  userId: string,
  codes: readonly string[],
): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ userId, signature: signatureOf(userId, code) })));
}

const signatureOf = (userId: string, code: string): string =>
  sign(codePurpose, `${userId} ${code.replaceAll("-", "")}`);

/** 50 random bits each, in letters that nobody mistakes for others. */
const createRecoveryCodes = (): string[] =>
  Array.from({ length: recoveryCodeCount }, () => {
    const letters = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join("");
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });

const wrongCode = (): DomainError =>
  new DomainError("invalid", "This code is not right, or it was used before. Wait for the next one.", {
    field: "code",
  });
