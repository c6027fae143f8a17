import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newFolder } from "@/scripts/psp/testing";
import { type RunningCrmSink, startCrmSink } from "./crm-sink";

const secret = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`;
type Listed = { id: string; sequence: number; repeat: boolean; accepted: boolean; status: number | null };

let dataDir: string;
let sink: RunningCrmSink;
beforeEach(async () => {
  dataDir = newFolder();
  sink = await startCrmSink({ port: 0, dataDir, secret });
});
afterEach(() => sink.close());

async function send(id: string, sequence: number, { caseId = "case-1", signedWith = secret } = {}) {
  const about = { id: caseId, number: 1042, externalId: null };
  const body = JSON.stringify({ type: "refund.succeeded", tenant: "tau-retail", case: about, sequence });
  const signedAt = new Date();
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(signedAt.getTime() / 1_000)),
    "webhook-signature": new Webhook(signedWith).sign(id, signedAt, body),
  };
  return await fetch(sink.url, { method: "POST", headers, body, signal: AbortSignal.timeout(500) });
}

async function listDeliveries(query = ""): Promise<{ deliveries: Listed[]; refused: number }> {
  const response = await fetch(`${sink.url}/_control/deliveries${query}`);
  return (await response.json()) as { deliveries: Listed[]; refused: number };
}

const setFault = (fault: unknown) =>
  fetch(`${sink.url}/_control/faults`, { method: "POST", body: JSON.stringify(fault) });

test("signed messages are kept in order of arrival and found by their case", async () => {
  expect((await send("evt-1", 1)).status).toBe(200);
  expect((await send("evt-2", 1, { caseId: "case-2" })).status).toBe(200);
  expect((await send("evt-3", 2)).status).toBe(200);
  const { deliveries } = await listDeliveries("?case=case-1");
  expect(deliveries.map(({ id, sequence }) => [id, sequence])).toEqual([
    ["evt-1", 1],
    ["evt-3", 2],
  ]);
});

test("a message with another signature is refused and not kept", async () => {
  const otherSecret = `whsec_${Buffer.from("somebody else").toString("base64")}`;
  expect((await send("evt-1", 1, { signedWith: otherSecret })).status).toBe(401);
  expect((await fetch(sink.url, { method: "POST", body: "{}" })).status).toBe(401);
  expect(await listDeliveries()).toMatchObject({ deliveries: [], refused: 2 });
});

test("a repeated message is kept and marked, also after a restart", async () => {
  await send("evt-1", 1);
  await send("evt-1", 1);
  await sink.close();
  sink = await startCrmSink({ port: 0, dataDir, secret });
  await send("evt-1", 1);
  const { deliveries } = await listDeliveries();
  expect(deliveries.map(({ repeat }) => repeat)).toEqual([false, true, true]);
});

test.each([
  ["error_500", 500],
  ["rate_limited", 429],
  ["gone", 410],
])("%s: the message is refused with %i, then taken", async (mode, status) => {
  await setFault({ mode, count: 1 });
  expect((await send("evt-1", 1)).status).toBe(status);
  expect((await send("evt-1", 1)).status).toBe(200);
  const { deliveries } = await listDeliveries("?accepted=true");
  expect(deliveries).toMatchObject([{ id: "evt-1", repeat: true, status: 200 }]);
});

test("timeout: the message is taken, but the sender never hears of it", async () => {
  await setFault({ mode: "timeout" });
  await expect(send("evt-1", 1)).rejects.toThrow();
  expect((await listDeliveries()).deliveries).toMatchObject([{ id: "evt-1", accepted: true, status: null }]);
  expect((await setFault({ mode: "surprise" })).status).toBe(400);
});

test("the page lists what came", async () => {
  await send("evt-1", 7);
  const page = await (await fetch(sink.url)).text();
  expect(page).toContain("refund.succeeded");
  expect((await fetch(`${sink.url}/health`)).status).toBe(200);
});
