import { randomBytes } from "node:crypto";
import { Books } from "./books";
import type { Entry } from "./entries";
import { Faults } from "./faults";
import { type Journal, openJournal } from "./journal";
import { RequestLog } from "./request-log";
import { WebhookSender } from "./webhooks";

export type SimulatorOptions = {
  journalPath: string;
  secretKey: string;
  webhookSecret: string;
  webhookUrl: string | undefined;
};

/** The parts that every endpoint works with. */
export class Simulator {
  readonly books = new Books();
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly runningKeys = new Set<string>();
  readonly timers = new Set<NodeJS.Timeout>();
  readonly webhooks: WebhookSender;
  readonly journal: Journal<Entry>;

  constructor(readonly options: SimulatorOptions) {
    this.journal = openJournal<Entry>(options.journalPath, (entry) => this.books.apply(entry));
    this.webhooks = new WebhookSender(options, (eventId, delivered) =>
      this.commit({ type: "webhook_settled", at: now(), eventId, delivered }),
    );
    for (const event of this.books.listUndelivered()) this.webhooks.send(event);
  }

  /** Journal first, then memory; callers await `journal.synced()` before they tell anybody. */
  commit(entry: Entry): void {
    this.journal.append(entry);
    this.books.apply(entry);
    if (!("events" in entry)) return;
    const { events } = entry;
    void this.journal.synced().then(() => {
      for (const event of events) this.webhooks.send(event);
    });
  }

  after(delayMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, delayMs);
    this.timers.add(timer);
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    await this.webhooks.close();
    await this.journal.close();
  }
}

export const now = (): string => new Date().toISOString();

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** An id as Stripe's look; like theirs it says nothing about order. */
export function newStripeId(prefix: string): string {
  const letters = Array.from(randomBytes(24), (byte) => alphabet[byte % alphabet.length]);
  return `${prefix}_${letters.join("")}`;
}
