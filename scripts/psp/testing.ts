import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll } from "vitest";
import { hangUp, listen, readBody } from "./local-http";
import { type PspOptions, type RunningPsp, startPsp } from "./psp";

export const secretKey = "sk_test_simulator";
export const webhookSecret = "whsec_simulator";

export type TestPsp = RunningPsp & { stripe: Stripe; dataDir: string };
type Journaled = { id: string; amount: number; status: string; idempotency_key: string | null };

/** A simulator on a free port with a journal of its own, and the official SDK pointed at it. */
export async function startTestPsp(options: Partial<PspOptions> = {}): Promise<TestPsp> {
  const dataDir = options.dataDir ?? newFolder();
  const psp = await startPsp({ port: 0, dataDir, secretKey, webhookSecret, ...options });
  return { ...psp, stripe: stripeAt(psp.url), dataDir };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that lives as long as the test file runs. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "makegood-simulator-"));
  folders.push(folder);
  return folder;
}

export function stripeAt(url: string, timeout = 5_000): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(secretKey, { host: hostname, port, protocol: "http", maxNetworkRetries: 0, timeout });
}

/** A customer has paid. */
export async function pay(stripe: Stripe, amount = 10_000, currency = "usd"): Promise<Stripe.PaymentIntent> {
  return await stripe.paymentIntents.create({
    amount,
    currency,
    payment_method: "pm_card_visa",
    allowed_payment_method_types: ["card"],
    confirm: true,
    metadata: { order: "#W100" },
  });
}

export async function control<Answer = unknown>(
  psp: Pick<RunningPsp, "url">,
  route: `${"GET" | "POST" | "DELETE"} /${string}`,
  body?: unknown,
): Promise<Answer> {
  const [method = "GET", path = ""] = route.split(" ");
  const sent = body === undefined ? null : JSON.stringify(body);
  const response = await fetch(`${psp.url}/_control${path}`, { method, body: sent });
  if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

export async function journaledRefunds(psp: Pick<RunningPsp, "url">): Promise<Journaled[]> {
  return (await control<{ refunds: Journaled[] }>(psp, "GET /journal")).refunds;
}

export async function waitFor(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error("The condition did not come true within 10 s.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export type WebhookReceiver = {
  url: string;
  events: Stripe.Event[];
  refuse: (times: number) => void;
  close: () => Promise<void>;
};

/** Takes events as the app would, and checks each signature with the SDK. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const events: Stripe.Event[] = [];
  const { webhooks } = new Stripe(secretKey);
  let refusals = 0;
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    refusals -= 1;
    if (refusals >= 0) return response.writeHead(503).end();
    events.push(webhooks.constructEvent(body, String(request.headers["stripe-signature"]), webhookSecret));
    return response.writeHead(200).end();
  });
  const { port } = await listen(server, "127.0.0.1", 0);
  const refuse = (times: number) => {
    refusals = times;
  };
  return { url: `http://127.0.0.1:${port}`, events, refuse, close: () => hangUp(server) };
}
