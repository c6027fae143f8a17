import { setTimeout as delay } from "node:timers/promises";
import { decodeJwt, SignJWT } from "jose";
import { type APIRequestContext, request } from "playwright";
import postgres from "postgres";
import { sendForm } from "@/e2e/auth/plain-form";
import { startUnreliableAuth } from "@/e2e/auth/unreliable-auth";
import { startWeb, type WebProcess } from "@/lib/testing/processes";
import { demoPassword } from "./seed/accounts";
import { build } from "./stack/build";
import { say } from "./stack/progress";
import { surroundingParts } from "./stack/stack";
import { createTestStack, withCleanUp } from "./stack/test-run";

// What accounts cost, on a stack of its own: `npm run bench:auth`. Figures of one run on one machine; compare ratios.
type UnreliableAuth = Awaited<ReturnType<typeof startUnreliableAuth>>;

const sessionCookie = "makegood-session";
const person = "agent@tau-retail.test";
const rounds = 8;
const perRound = 150;
const revocations = 12;
const storm = 50;
const outageMs = 60_000;

await withCleanUp(async () => {
  const stack = await createTestStack();
  Object.assign(process.env, stack.env, { NEXT_DIST_DIR: stack.around.distFolder });
  await build(stack);
  await stack.start([...surroundingParts, "seed"]);
  const auth = await startUnreliableAuth();
  const webs = await Promise.all([startWeb(), startWeb(), startWeb({ SUPABASE_URL: auth.url })]);
  const [here, there, cutOff] = webs;
  if (!here || !there || !cutOff) throw new Error("no web app");
  await benchMiddleware(here);
  await benchStorm(here, there);
  await benchRevocation(here, there);
  await benchOutage(auth, cutOff);
  auth.stop();
  await Promise.all(webs.map((web) => web.stop()));
  return 0;
});

/** A page that asks nobody who reads it, with and without a session: the difference is the middleware's. */
async function benchMiddleware(web: WebProcess): Promise<void> {
  const cookie = (await signIn(web)).cookie;
  const path = `${web.url}/account-deleted`;
  const times = { with: [] as number[], without: [] as number[] };
  const cpu = { with: 0, without: 0 };
  for (let round = 0; round <= rounds; round += 1) {
    for (const kind of ["with", "without"] as const) {
      const headers: Record<string, string> = kind === "with" ? { cookie } : {};
      const before = await cpuSeconds(web);
      const taken: number[] = [];
      for (let at = 0; at < perRound; at += 1) taken.push(await timed(() => fetch(path, { headers })));
      // The first round only warms up.
      if (round === 0) continue;
      times[kind].push(...taken);
      cpu[kind] += (await cpuSeconds(web)) - before;
    }
  }
  const count = rounds * perRound;
  say(`middleware, ${count} requests each, taken in turns:`);
  for (const kind of ["without", "with"] as const) {
    const [p50, p99] = [quantile(times[kind], 0.5), quantile(times[kind], 0.99)];
    say(
      `  ${kind.padEnd(7)} a session  p50 ${ms(p50)}  p99 ${ms(p99)}  CPU ${ms((cpu[kind] / count) * 1_000)} each`,
    );
  }
  say(
    `  ratio of p50 ${(quantile(times.with, 0.5) / quantile(times.without, 0.5)).toFixed(2)}, of CPU ${(cpu.with / cpu.without).toFixed(2)}`,
  );
}

async function benchStorm(here: WebProcess, there: WebProcess): Promise<void> {
  const owner = postgres(process.env.DATABASE_ADMIN_URL?.replace(/\/[^/]*$/, "/makegood") ?? "", { max: 1 });
  const { cookie, sessionId } = await signIn(here);
  const expired = await expire(cookie);
  const rotations = async () =>
    (await owner`select from auth.refresh_tokens where session_id = ${sessionId}`).length;
  const before = await rotations();
  const statuses: number[] = [];
  const took = await timed(() =>
    Promise.all(
      Array.from({ length: storm }, async (_, at) => {
        const { url } = at % 2 ? here : there;
        const answer = await fetch(`${url}/account`, { headers: { cookie: expired }, redirect: "manual" });
        statuses.push(answer.status);
        return answer.arrayBuffer();
      }),
    ),
  );
  const signedOut = statuses.filter((status) => status !== 200).length;
  say(`refresh storm: ${storm} requests with one expired token over 2 processes in ${ms(took)}:`);
  say(`  ${(await rotations()) - before} rotation, ${signedOut} signed out`);
  await owner.end();
}

/** The auth server is away for a minute, while somebody who is signed in works on. */
async function benchOutage(auth: UnreliableAuth, web: WebProcess): Promise<void> {
  const { cookie } = await signIn(web);
  const statuses = new Map<number, number>();
  auth.state.mode = "down";
  const until = performance.now() + outageMs;
  while (performance.now() < until) {
    const { status } = await fetch(`${web.url}/account`, { headers: { cookie }, redirect: "manual" });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    await delay(100);
  }
  auth.state.mode = "up";
  const backFrom = performance.now();
  while (!(await signIn(web).catch(() => undefined))) await delay(50);
  const seen = [...statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
  say(
    `auth server away for ${outageMs / 1_000} s: ${seen}; signing in works again ${ms(performance.now() - backFrom)} after`,
  );
}

async function benchRevocation(here: WebProcess, there: WebProcess): Promise<void> {
  const latencies: number[] = [];
  for (let at = 0; at < revocations; at += 1) {
    const { cookie, context } = await signIn(here);
    const isOpen = async () =>
      (await fetch(`${there.url}/account`, { headers: { cookie }, redirect: "manual" })).status === 200;
    if (!(await isOpen())) throw new Error("the session did not open");
    await sendForm(context, `${here.url}/account`, {}, "127.0.0.1", "Sign out everywhere");
    const endedAt = performance.now();
    while (await isOpen()) if (performance.now() - endedAt > 5_000) throw new Error("it never ended");
    latencies.push(performance.now() - endedAt);
  }
  const [median, most] = [quantile(latencies, 0.5), Math.max(...latencies)];
  say(
    `revocation in one process, seen by another: median ${ms(median)}, at most ${ms(most)} (${revocations} times)`,
  );
}

async function signIn(
  web: WebProcess,
): Promise<{ cookie: string; sessionId: string; context: APIRequestContext }> {
  const context = await request.newContext({ baseURL: web.url });
  const { status, location } = await sendForm(context, `${web.url}/sign-in`, {
    email: person,
    password: demoPassword,
  });
  if (status !== 303) throw new Error(`sign-in answered ${status} ${location}`);
  const { cookies } = await context.storageState();
  const value = cookies.find(({ name }) => name === sessionCookie)?.value ?? "";
  return {
    cookie: `${sessionCookie}=${value}`,
    sessionId: String(decodeJwt(tokensIn(value).access_token).session_id),
    context,
  };
}

function tokensIn(value: string): { access_token: string } {
  return JSON.parse(Buffer.from(value.slice("base64-".length), "base64url").toString());
}

async function expire(cookie: string): Promise<string> {
  const tokens = tokensIn(cookie.slice(sessionCookie.length + 1));
  const exp = Math.floor(Date.now() / 1_000) - 30;
  const access_token = await new SignJWT({ ...decodeJwt(tokens.access_token), exp })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(process.env.AUTH_JWT_SECRET));
  const session = JSON.stringify({ ...tokens, access_token, expires_at: exp });
  return `${sessionCookie}=base64-${Buffer.from(session).toString("base64url")}`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  const result = await work();
  if (result instanceof Response) await result.arrayBuffer();
  return performance.now() - from;
}

async function cpuSeconds({ metricsUrl }: WebProcess): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1] ?? Number.NaN);
}

function quantile(values: readonly number[], share: number): number {
  const at = Math.min(values.length - 1, Math.floor(values.length * share));
  return values.toSorted((a, b) => a - b)[at] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
