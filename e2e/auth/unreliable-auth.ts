import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setting } from "@/lib/testing/setting";

/** up: passes everything on · down: hangs up · hanging: never answers · a number: answers with that status. */
export type Mode = "up" | "down" | "hanging" | 429 | 500;

/** The auth server behind a line that can fail, and that counts how often a session was renewed over it. */
export async function startUnreliableAuth() {
  const state = { mode: "up" as Mode, refreshes: 0, keyLoads: 0 };
  const server = createServer((request, response) => void pass(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function pass(
  state: { mode: Mode; refreshes: number; keyLoads: number },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "/";
  if (path.includes("grant_type=refresh_token")) state.refreshes += 1;
  if (path.includes("jwks.json")) state.keyLoads += 1;
  if (state.mode === "down") return void request.socket.destroy();
  if (state.mode === "hanging") return;
  if (state.mode !== "up") {
    response.writeHead(state.mode, { "content-type": "application/json" });
    response.end('{"code":"unexpected_failure","msg":"host=db user=supabase_auth_admin"}');
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { host: _, connection: __, ...headers } = request.headers;
  const answer = await fetch(`${setting("SUPABASE_URL")}${path}`, {
    method: request.method ?? "GET",
    headers: headers as Record<string, string>,
    redirect: "manual",
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  const kept = [...answer.headers].filter(
    ([name]) => !/^(content-(length|encoding)|transfer-encoding)$/.test(name),
  );
  response.writeHead(answer.status, Object.fromEntries(kept));
  response.end(body);
}
