import type { ReasonCode } from "@/lib/modules/policies/terms";

type ReadableLine = Readonly<{ id: string; name: string; left: number }>;

/** What a customer seems to ask for, as far as plain words tell. People decide; this only saves them typing. */
type ReadRequest = Readonly<{
  reasonCode: ReasonCode | undefined;
  /** The lines they name; all that is left where they name none. */
  lines: readonly Readonly<{ orderLineId: string; quantity: number }>[];
}>;

// The first that fits counts: who writes "return it, it is broken" has a broken thing.
const signs: readonly Readonly<{ code: ReasonCode; pattern: RegExp }>[] = [
  { code: "duplicate", pattern: /\b(charged|paid|billed|ordered) (me )?twice\b|\bdoppelt\b/ },
  {
    code: "damaged",
    pattern:
      /\b(damaged|broken|broke|defective|faulty|cracked|smashed|torn|stopped working)\b|\b(kaputt|defekt|beschädigt|zerbrochen)/,
  },
  {
    code: "not_received",
    pattern:
      /\b(never|not|hasn't|didn't|did not|has not) (yet )?(arrived?|came|come|received?|got|get|show(ed)? up)\b|\bnicht angekommen\b|\bnie angekommen\b/,
  },
  {
    code: "not_as_described",
    pattern:
      /\b(wrong (item|size|colou?r|product|one)|not as described|not what i ordered|looks nothing like)\b|\bfalsch(e|er|es|en)? (artikel|größe|farbe)\b/,
  },
  {
    code: "ordered_by_mistake",
    pattern: /\b(by mistake|by accident|accidentally)\b|\b(versehentlich|aus versehen)\b/,
  },
  {
    code: "changed_mind",
    pattern:
      /\b(no longer need|don't need|do not need|changed my mind|don't want|do not want|return(ing)?|send(ing)? back|take back|give back|cancel(l?ing|led)?|money back|refund)\b|\b(zurück|stornier|widerruf|geld zurück)/,
  },
];

/**
 * Reads reason and lines out of what the customer wrote.
 * @param text subject and first message
 */
export function readRequest(text: string, lines: readonly ReadableLine[]): ReadRequest {
  const words = text.toLowerCase().replaceAll("’", "'");
  const open = lines.filter(({ left }) => left > 0);
  const named = open.filter(({ name }) => isNamed(name, words));
  const wanted = named.length > 0 ? named : open;
  return {
    reasonCode: signs.find(({ pattern }) => pattern.test(words))?.code,
    lines: wanted.map(({ id, left }) => ({ orderLineId: id, quantity: left })),
  };
}

const shortestWord = 4;

// "Mechanical Keyboard" is named by itself, and by its last word: people say what a thing is, not which.
function isNamed(name: string, words: string): boolean {
  const whole = name.toLowerCase();
  const last = whole.split(/\s+/).at(-1) ?? "";
  return words.includes(whole) || (last.length >= shortestWord && hasWord(words, last));
}

const hasWord = (text: string, word: string): boolean =>
  text.split(/[^\p{L}\p{N}'-]+/u).some((part) => part === word || part === `${word}s` || `${part}s` === word);
