import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { z } from "zod";
import { hangUp, isLocalCaller, listen, readBody, sendHtml, sendJson } from "@/scripts/psp/local-http";
import { Deliveries, readCase } from "./deliveries";
import { decideOutcome, type Fault, faultInput } from "./faults";
import { renderHomePage } from "./home-page";

export type CrmSinkOptions = {
  /** 0 asks for a free one. */
  port: number;
  dataDir: string;
  /** `whsec_…`, shared with the sender. */
  secret: string;
};
export type RunningCrmSink = { url: string; port: number; close: () => Promise<void> };
type Sink = { deliveries: Deliveries; webhook: Webhook; faults: Fault[]; refused: number };

/** Starts a stand-in for a CRM: it takes signed messages at `POST /` and remembers what came when. */
export async function startCrmSink(options: CrmSinkOptions): Promise<RunningCrmSink> {
  const sink: Sink = {
    deliveries: new Deliveries(join(options.dataDir, "crm-journal.ndjson")),
    webhook: new Webhook(options.secret),
    faults: [],
    refused: 0,
  };
  const server = createServer((request, response) => {
    void answer(sink, request, response).catch((error: unknown) => fail(response, error));
  });
  const { port } = await listen(server, "127.0.0.1", options.port);
  const close = async () => {
    await hangUp(server);
    await sink.deliveries.journal.close();
  };
  return { url: `http://127.0.0.1:${port}`, port, close };
}

async function answer(sink: Sink, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const body = await readBody(request);
  const route = `${request.method} ${url.pathname}`;
  if (route === "POST /") return await receive(sink, request.headers, body, response);
  if (route === "GET /health") return sendJson(response, 200, { status: "ok" });
  if (!isLocalCaller(request)) return sendJson(response, 403, { error: "For this machine only." });
  if (route === "GET /") return sendHtml(response, renderHomePage(sink.deliveries.all, sink.faults));
  if (route === "GET /_control/deliveries") return sendJson(response, 200, listDeliveries(sink, url));
  if (route === "POST /_control/faults") return addFault(sink, body, response);
  if (route === "DELETE /_control/faults") {
    sink.faults = [];
    return sendJson(response, 200, { faults: [] });
  }
  sendJson(response, 404, { error: `There is nothing at ${route}.` });
}

async function receive(
  sink: Sink,
  headers: IncomingHttpHeaders,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const message = verify(sink, headers, body);
  if (!message) {
    sink.refused += 1;
    return sendJson(response, 401, { error: "The signature does not match." });
  }
  const outcome = decideOutcome(takeFault(sink));
  sink.deliveries.record({ ...message, accepted: outcome.accepted, status: outcome.status });
  await sink.deliveries.journal.synced();
  if (outcome.status === null) return;
  sendJson(response, outcome.status, { accepted: outcome.accepted }, outcome.headers);
}

function verify({ webhook }: Sink, headers: IncomingHttpHeaders, text: string) {
  const id = single(headers["webhook-id"]);
  const timestamp = single(headers["webhook-timestamp"]);
  const signature = single(headers["webhook-signature"]);
  try {
    const signed = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
    const body = webhook.verify(text, signed);
    const { type, sequence } = messageFields.parse(body);
    const caseId = readCase(body).id;
    const signedAt = new Date(Number(timestamp) * 1_000).toISOString();
    return {
      at: new Date().toISOString(),
      id,
      signedAt,
      type,
      sequence,
      caseId: caseId ? String(caseId) : null,
      body,
    };
  } catch (error) {
    if (error instanceof WebhookVerificationError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The sink is no judge of the message: what it cannot read, it keeps without. */
const messageFields = z
  .looseObject({ type: z.string().nullable().catch(null), sequence: z.number().nullable().catch(null) })
  .catch({ type: null, sequence: null });

function takeFault(sink: Sink): Fault | undefined {
  const fault = sink.faults[0];
  if (!fault) return undefined;
  fault.count -= 1;
  if (fault.count <= 0) sink.faults.shift();
  return fault;
}

function listDeliveries({ deliveries, refused }: Sink, { searchParams }: URL): unknown {
  const wanted = searchParams.get("case");
  const ofCase = wanted === null ? deliveries.all : deliveries.listOfCase(wanted);
  const list =
    searchParams.get("accepted") === "true" ? ofCase.filter((delivery) => delivery.accepted) : ofCase;
  return { count: list.length, deliveries: list, refused };
}

function addFault(sink: Sink, body: string, response: ServerResponse): void {
  const parsed = faultInput.safeParse(readJson(body));
  if (!parsed.success) {
    sendJson(response, 400, { error: z.prettifyError(parsed.error) });
    return;
  }
  sink.faults.push({ ...parsed.data });
  sendJson(response, 200, { faults: sink.faults });
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The schema says what was expected instead.
    return undefined;
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  const isTooLarge = error instanceof RangeError;
  if (!isTooLarge) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  sendJson(response, isTooLarge ? 413 : 500, { error: isTooLarge ? error.message : "The sink failed." });
}

const single = (header: string | string[] | undefined): string => (typeof header === "string" ? header : "");
