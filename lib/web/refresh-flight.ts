import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { defineHop } from "@/lib/platform/hops";
import { durableRedis } from "@/lib/platform/redis";
import { seal, unseal } from "@/lib/platform/sealed";

const answerSeconds = 10;
const leaseMs = 5_000;
const waitMs = 2_000;
const pollMs = 25;
const purpose = "refresh-answer";

const answerSchema = z.object({ status: z.number(), body: z.string() });
type Answer = z.output<typeof answerSchema>;

const flightHop = defineHop({ name: "redis.refresh_flight", kind: "redis", budgetMs: 5, timeoutMs: 300 });
// A process that has only just started must not take "not connected yet" for "down".
const connected =
  durableRedis.status === "ready"
    ? Promise.resolve()
    : Promise.race([once(durableRedis, "ready"), delay(500, undefined, { ref: false })]).catch(
        () => undefined,
      );
const inProcess = new Map<string, Promise<Answer>>();

/**
 * Spends a refresh token once, however many requests hold it: the first one asks the auth server, the others get its
 * answer for 10 s. A token spent twice makes the server end every session that grew from it.
 * Without Redis each process asks for itself.
 */
export async function spendOnce(refreshToken: string, ask: () => Promise<Response>): Promise<Response> {
  const key = `auth:refresh:{${createHash("sha256").update(refreshToken).digest("base64url")}}`;
  const flight = inProcess.get(key) ?? startFlight(key, ask);
  const { status, body } = await flight;
  return new Response(body, { status, headers: { "content-type": "application/json" } });
}

function startFlight(key: string, ask: () => Promise<Response>): Promise<Answer> {
  const flight = flyTogether(key, async () => {
    const response = await ask();
    return { status: response.status, body: await response.text() };
  }).finally(() => inProcess.delete(key));
  inProcess.set(key, flight);
  return flight;
}

async function flyTogether(key: string, ask: () => Promise<Answer>): Promise<Answer> {
  await connected;
  const lease = randomUUID();
  const giveUpAt = Date.now() + waitMs;
  while (Date.now() < giveUpAt) {
    const turn = await takeTurn(key, lease);
    if (turn === "alone") return ask();
    if (turn === "first") return askFirst(key, lease, ask);
    if (turn !== "wait") return turn;
    await delay(pollMs);
  }
  return ask();
}

/** A shared answer if there is one; else whether to ask, to wait for whoever asks, or to go without Redis. */
async function takeTurn(key: string, lease: string): Promise<Answer | "first" | "wait" | "alone"> {
  try {
    const landed = await findAnswer(key);
    if (landed) return landed;
    const taken = await flightHop(() => durableRedis.set(`${key}:lease`, lease, "PX", leaseMs, "NX"));
    return taken ? "first" : "wait";
  } catch {
    return "alone";
  }
}

async function askFirst(key: string, lease: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    // The flight before ours may have landed between our look and our lease.
    const landed = await findAnswer(key).catch(() => undefined);
    if (landed) return landed;
    const answer = await ask();
    if (answer.status === 200) await publish(key, answer);
    return answer;
  } finally {
    await release(key, lease);
  }
}

async function findAnswer(key: string): Promise<Answer | undefined> {
  const shared = await flightHop(() => durableRedis.get(`${key}:answer`));
  const text = shared ? unseal(purpose, shared) : undefined;
  return text ? answerSchema.parse(JSON.parse(text)) : undefined;
}

async function publish(key: string, answer: Answer): Promise<void> {
  const sealed = seal(purpose, JSON.stringify(answer));
  await flightHop(() => durableRedis.set(`${key}:answer`, sealed, "EX", answerSeconds)).catch(
    () => undefined,
  );
}

// Only our own lease: a slow flight may have lost it to the next one.
const releaseScript = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`;

async function release(key: string, lease: string): Promise<void> {
  await flightHop(() => durableRedis.eval(releaseScript, 1, `${key}:lease`, lease)).catch(() => undefined);
}
