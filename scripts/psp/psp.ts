import { join } from "node:path";
import { hangUp, listen } from "./local-http";
import { createPspServer } from "./server";
import { failRefundWhenDue } from "./settlement";
import { Simulator } from "./simulator";

export type PspOptions = {
  /** 0 asks for a free one. */
  port: number;
  dataDir: string;
  secretKey: string;
  webhookSecret: string;
  /** Where events are posted; without it they are only listed. */
  webhookUrl?: string | undefined;
};
export type RunningPsp = { url: string; port: number; close: () => Promise<void> };

/** Starts the payment simulator on loopback with the journal found in `dataDir`. */
export async function startPsp(options: PspOptions): Promise<RunningPsp> {
  const psp = new Simulator({
    journalPath: join(options.dataDir, "psp-journal.ndjson"),
    secretKey: options.secretKey,
    webhookSecret: options.webhookSecret,
    webhookUrl: options.webhookUrl,
  });
  for (const refund of psp.books.refunds) failRefundWhenDue(psp, refund);
  const server = createPspServer(psp);
  const { port } = await listen(server, "127.0.0.1", options.port);
  const close = async () => {
    await hangUp(server);
    await psp.close();
  };
  return { url: `http://127.0.0.1:${port}`, port, close };
}
