import "server-only";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Webhook } from "standardwebhooks";
import { env } from "@/lib/platform/env";
import { defineHop } from "@/lib/platform/hops";
import type { CrmTarget } from "./connections";
import { lookUpOpen, refusalOf } from "./open-network";

const timeoutMs = 10_000;
const crmHop = defineHop({ name: "crm.deliver", kind: "crm", budgetMs: 1_000, timeoutMs });

/**
 * Delivers one message, signed as Standard Webhooks say. The id stays the same over all tries, so the receiver can
 * drop a repeat. Not by `fetch`: that would decode compressed answers and follow redirects.
 * @throws when the receiver did not answer with 2xx, or cannot be reached from here
 */
export async function deliver(target: CrmTarget, messageId: string, payload: object): Promise<void> {
  const refusal = refusalOf(target.url);
  if (refusal) throw new Error(refusal);
  const body = JSON.stringify(payload);
  const sentAt = new Date();
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "webhook-id": messageId,
    "webhook-timestamp": Math.floor(sentAt.getTime() / 1_000).toString(),
    "webhook-signature": new Webhook(target.secret).sign(messageId, sentAt, body),
  };
  const status = await crmHop((signal) => post(target.url, { body, headers, signal }));
  if (status < 200 || status > 299) throw new Error(`the CRM answered ${status}`);
}

type Sent = Readonly<{ body: string; headers: Record<string, string | number>; signal: AbortSignal }>;

function post(address: string, { body, headers, signal }: Sent): Promise<number> {
  const url = new URL(address);
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const way = address === env.CRM_URL ? {} : { lookup: lookUpOpen };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers, signal, ...way }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
