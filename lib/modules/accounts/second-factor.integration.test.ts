import { Secret, TOTP } from "otpauth";
import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { owner } from "@/lib/testing/shop";
import {
  confirmEnrolment,
  countRecoveryCodes,
  renewRecoveryCodes,
  startEnrolment,
  verifyFactor,
} from "./second-factor";

async function signIn(userId = newId()): Promise<{ userId: string; sessionId: string }> {
  const sessionId = newId();
  await owner`
    insert into makegood.sessions (id, user_id, kind, device, network, password_verified_at)
    values (${sessionId}, ${userId}, 'full', 'Test', '127.0.0.1', now())`;
  return { userId, sessionId };
}

const codeOf = (base32: string): string => new TOTP({ secret: Secret.fromBase32(base32) }).generate();

/** As if the step of the last code were over. */
const forgetStep = (userId: string) =>
  owner`update makegood.second_factors set last_step = 0 where user_id = ${userId}`;

async function enrol() {
  const { userId, sessionId } = await signIn();
  const { secret } = await startEnrolment(userId, "ana@example.test");
  const codes = await confirmEnrolment(userId, sessionId, codeOf(secret));
  return { userId, sessionId, secret, codes };
}

const successes = (results: readonly PromiseSettledResult<unknown>[]): number =>
  results.filter(({ status }) => status === "fulfilled").length;

it("lets one of five requests with the same code in, whether of the app or a recovery code", async () => {
  const { userId, secret, codes } = await enrol();
  await forgetStep(userId);
  const { sessionId } = await signIn(userId);
  for (const code of [codeOf(secret), codes[0]?.replace("-", "") ?? ""]) {
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => verifyFactor(userId, sessionId, code)),
    );
    expect(successes(results)).toBe(1);
  }
  expect(await countRecoveryCodes(userId)).toBe(9);
});

it("proves one session, and no other of the same account", async () => {
  const { userId, secret } = await enrol();
  await forgetStep(userId);
  const [one, other] = [await signIn(userId), await signIn(userId)];
  await verifyFactor(userId, one.sessionId, codeOf(secret));
  const proved = await owner<{ id: string }[]>`
    select id from makegood.sessions where user_id = ${userId} and factor_verified_at is not null`;
  expect(proved.map(({ id }) => id)).toContain(one.sessionId);
  expect(proved.map(({ id }) => id)).not.toContain(other.sessionId);
});

it("proves nothing for a session of somebody else, or of one that may only choose a password", async () => {
  const { userId, secret } = await enrol();
  const stranger = await signIn();
  await forgetStep(userId);
  await expect(verifyFactor(userId, stranger.sessionId, codeOf(secret))).rejects.toThrow("unauthenticated");
  const recovering = await signIn(userId);
  await owner`update makegood.sessions set kind = 'recovery' where id = ${recovering.sessionId}`;
  await forgetStep(userId);
  await expect(verifyFactor(userId, recovering.sessionId, codeOf(secret))).rejects.toThrow("unauthenticated");
});

it("does not accept a secret that was copied from another account's row", async () => {
  const [mine, theirs] = [await enrol(), await enrol()];
  await owner`
    update makegood.second_factors set last_step = 0,
      sealed_secret = (select sealed_secret from makegood.second_factors where user_id = ${mine.userId})
    where user_id = ${theirs.userId}`;
  await expect(verifyFactor(theirs.userId, theirs.sessionId, codeOf(mine.secret))).rejects.toThrow(
    "conflict",
  );
});

it("keeps the secret of an enrolment that is under way, but not of one that was left lying", async () => {
  const { userId } = await signIn();
  const { secret } = await startEnrolment(userId, "ana@example.test");
  expect((await startEnrolment(userId, "ana@example.test")).secret).toBe(secret);
  await owner`update makegood.second_factors set created_at = now() - interval '11 minutes' where user_id = ${userId}`;
  expect((await startEnrolment(userId, "ana@example.test")).secret).not.toBe(secret);
});

it("keeps neither secret nor recovery codes readable, and makes old codes void with new ones", async () => {
  const { userId, sessionId, secret, codes } = await enrol();
  const stored = JSON.stringify([
    await owner`select * from makegood.second_factors where user_id = ${userId}`,
    await owner`select * from makegood.recovery_codes where user_id = ${userId}`,
  ]);
  expect(stored).not.toContain(secret);
  for (const code of codes) expect(stored).not.toContain(code.replace("-", ""));
  await renewRecoveryCodes(userId);
  await expect(verifyFactor(userId, sessionId, codes[1]?.replace("-", "") ?? "")).rejects.toThrow(
    "not right",
  );
});
