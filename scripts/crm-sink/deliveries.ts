import { type Journal, openJournal } from "@/scripts/psp/journal";

export type Delivery = {
  at: string;
  /** The `webhook-id`, the same for every try of one message. */
  id: string;
  signedAt: string;
  type: string | null;
  caseId: string | null;
  sequence: number | null;
  /** A message with this id arrived before, whatever it was answered. */
  repeat: boolean;
  /** The sink took the message in; false when it was told to refuse it. */
  accepted: boolean;
  /** Null when it was left without an answer. */
  status: number | null;
  body: unknown;
};

/** Every signed message that arrived, in order of arrival, kept over restarts. */
export class Deliveries {
  readonly all: Delivery[] = [];
  readonly #seen = new Set<string>();
  readonly journal: Journal<Delivery>;

  constructor(journalPath: string) {
    this.journal = openJournal<Delivery>(journalPath, (delivery) => this.#apply(delivery));
  }

  record(arrival: Omit<Delivery, "repeat">): void {
    const delivery = { ...arrival, repeat: this.#seen.has(arrival.id) };
    this.journal.append(delivery);
    this.#apply(delivery);
  }

  /** @param wanted the id, the number or the external id of a case */
  listOfCase(wanted: string): Delivery[] {
    return this.all.filter((delivery) => {
      const about = readCase(delivery.body);
      return Object.values(about).some((value) => String(value) === wanted);
    });
  }

  #apply(delivery: Delivery): void {
    this.all.push(delivery);
    this.#seen.add(delivery.id);
  }
}

export function readCase(body: unknown): { id?: unknown; number?: unknown; externalId?: unknown } {
  if (typeof body !== "object" || body === null || !("case" in body)) return {};
  const about = body.case;
  return typeof about === "object" && about !== null ? about : {};
}
