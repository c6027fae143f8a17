import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const bodyLimitBytes = 1_000_000;
const localNames = new Set(["127.0.0.1", "localhost", "[::1]", "::1"]);

/** @throws RangeError when the body is larger than a development tool should ever be sent */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimitBytes) throw new RangeError("The request body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * True when the caller is on this machine and no foreign web page is behind it: the switches have no password,
 * and a browser lets any page post to a local port.
 */
export function isLocalCaller(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress?.replace("::ffff:", "") ?? "";
  if (!localNames.has(address) && !address.startsWith("127.")) return false;
  const host = request.headers.host ?? "";
  if (!localNames.has(host.replace(/:\d+$/, ""))) return false;
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers });
  response.end(JSON.stringify(body, undefined, 2));
}

export function sendHtml(response: ServerResponse, html: string, formAction = "'self'"): void {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action ${formAction}; base-uri 'none'`;
  const headers = { "content-security-policy": policy, "cache-control": "no-store" };
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers });
  response.end(html);
}

/** @returns the address it listens on; port 0 asks for a free one */
export async function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return server.address() as AddressInfo;
}

/** Stops listening and hangs up on everybody, also on those who were to wait for ever. */
export async function hangUp(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** Calls `stop` once on SIGTERM or SIGINT and leaves with 0 when it is done. */
export function stopOnSignal(stop: () => Promise<void>): void {
  const leave = () => {
    void stop().then(() => process.exit(0));
  };
  process.once("SIGTERM", leave);
  process.once("SIGINT", leave);
}

export function requireVariable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`${name} is not set; see the README.md beside this program.\n`);
  process.exit(2);
}
