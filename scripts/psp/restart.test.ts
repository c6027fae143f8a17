import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openJournal } from "./journal";
import {
  control,
  journaledRefunds,
  newFolder,
  pay,
  secretKey,
  startTestPsp,
  startWebhookReceiver,
  stripeAt,
  waitFor,
  webhookSecret,
} from "./testing";

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
});

async function spawnPsp(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const env = {
    PATH: process.env.PATH,
    PSP_PORT: "0",
    PSP_DATA_DIR: dataDir,
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  };
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", main], { env: { ...process.env, ...env } });
  started.push(child);
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  await waitFor(() => output.includes("listening on"));
  return { child, url: /http:\S+/.exec(output)?.[0] ?? "" };
}

test("what was paid before a kill is known after it, and its key still repeats", async () => {
  const dataDir = newFolder();
  const { child, url } = await spawnPsp(dataDir);
  const stripe = stripeAt(url);
  const intent = await pay(stripe);
  await control({ url }, "POST /faults", { mode: "timeout_after_paying" });
  const params = { payment_intent: intent.id, amount: 300, metadata: { refund_id: "r9" } };
  await expect(stripeAt(url, 300).refunds.create(params, { idempotencyKey: "killed" })).rejects.toThrow();
  const exited = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  child.kill("SIGKILL");
  expect(await exited).toBe("SIGKILL");

  const again = await startTestPsp({ dataDir });
  const replayed = await again.stripe.refunds.create(params, { idempotencyKey: "killed" });
  expect(replayed.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect(await journaledRefunds(again)).toMatchObject([{ id: replayed.id, amount: 300 }]);
  await again.close();
});

test("SIGTERM ends it cleanly, even while a caller waits for ever", async () => {
  const { child, url } = await spawnPsp(newFolder());
  const stripe = stripeAt(url);
  const intent = await pay(stripe);
  await control({ url }, "POST /faults", { mode: "hang" });
  const hung = stripe.refunds.create({ payment_intent: intent.id, amount: 1 });
  const refused = expect(hung).rejects.toThrow();
  await waitFor(async () => (await control<{ creations: number }>({ url }, "GET /requests")).creations === 1);
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  expect(await exited).toBe(0);
  await refused;
});

test("an event that nobody took is sent after the restart", async () => {
  const dataDir = newFolder();
  const receiver = await startWebhookReceiver();
  const first = await startTestPsp({ dataDir, webhookUrl: receiver.url });
  await control(first, "POST /webhooks/pause");
  const intent = await pay(first.stripe);
  await control(first, "POST /faults", { mode: "fails_later", delayMs: 300 });
  await first.stripe.refunds.create({ payment_intent: intent.id, amount: 1 });
  await first.close();
  expect(receiver.events).toEqual([]);
  const second = await startTestPsp({ dataDir, webhookUrl: receiver.url });
  await waitFor(() => receiver.events.some((event) => event.type === "refund.failed"));
  expect(receiver.events.map((event) => event.type)).toContain("refund.created");
  await second.close();
  await receiver.close();
});

test("a line cut off by a kill is dropped, a damaged one stops the start", async () => {
  const path = join(newFolder(), "journal.ndjson");
  const write = openJournal<number>(path, () => undefined);
  write.append(1);
  await write.close();
  appendFileSync(path, `{"half":`);
  const seen: number[] = [];
  const after = openJournal<number>(path, (entry) => seen.push(entry));
  after.append(2);
  await after.close();
  expect(seen).toEqual([1]);
  expect(readFileSync(path, "utf8")).toBe("1\n2\n");
  appendFileSync(path, "nonsense\n3\n");
  expect(() => openJournal(path, () => undefined)).toThrow("damaged at line 3");
});
