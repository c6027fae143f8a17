import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { maxMailBytes, type Received, receiveMail } from "@/lib/modules/mail/receive";
import { findMailTenants } from "@/lib/modules/mail/recipients";
import { logger } from "@/lib/platform/logger";
import { describe, startLoop } from "./loop";

const maxClients = 20;
const maxRecipients = 20;
const listenAgainMs = 2_000;

/** An answer that a mail server understands: 5xx is for good, after 4xx it tries again later. */
class Refusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

const refusals = { too_large: 552, unreadable: 554, unknown_recipient: 550 } as const;

/**
 * Takes mail by SMTP, for a mail server in front of it or on a machine that only tries the desk. One process listens;
 * the others try again and take over when it ends.
 */
export function startMailServer(port: number, host: string) {
  let server: SMTPServer | undefined;
  const listening = startLoop("mail-server", { busyMs: listenAgainMs, idleMs: listenAgainMs }, async () => {
    server ??= await listen(port, host, () => {
      server = undefined;
    });
    return server !== undefined;
  });
  return {
    stop: async () => {
      await listening.stop();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    },
  };
}

async function listen(port: number, host: string, onEnd: () => void): Promise<SMTPServer | undefined> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    size: maxMailBytes,
    maxClients,
    // Names are not looked up: nothing here depends on them and a slow server would hold up mail.
    disableReverseLookup: true,
    socketTimeout: 60_000,
    closeTimeout: 10_000,
    onRcptTo: ({ address }, session, done) => {
      const isFull = session.envelope.rcptTo.length >= maxRecipients;
      if (isFull) return done(new Refusal(452, "Too many recipients. Send them in another mail."));
      answer(done, async () => {
        if ((await findMailTenants([address])).length === 0)
          throw new Refusal(550, "Nobody here has this address.");
      });
    },
    onData: (stream, { envelope }, done) => {
      const sender = envelope.mailFrom ? envelope.mailFrom.address : "";
      const recipients = envelope.rcptTo.map(({ address }) => address);
      answer(done, async () => {
        const raw = await readAll(stream);
        requireTaken(await receiveMail(raw, { sender, recipients }));
      });
    },
  });
  server.on("error", (error) => logger.warn({ error: describe(error) }, "a mail connection failed"));
  return new Promise((resolve) => {
    server.server.once("error", () => {
      // Another worker of this machine listens there.
      onEnd();
      resolve(undefined);
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** Ends a command of the protocol. What nobody expected is tried again by the sender. */
function answer(done: (error?: Error | null) => void, work: () => Promise<void>): void {
  work().then(
    () => done(),
    (error: unknown) => {
      if (error instanceof Refusal) return done(error);
      logger.error({ error: describe(error) }, "a mail could not be taken");
      done(new Refusal(451, "This could not be taken now. Try again later."));
    },
  );
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw new Refusal(refusals.too_large, "The mail is larger than 25 MB.");
  return Buffer.concat(chunks);
}

function requireTaken(received: Received): void {
  if (received.status === "refused") throw new Refusal(refusals[received.reason], received.message);
}
