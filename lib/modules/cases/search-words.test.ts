import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWords, momentOf, parseSearch, printSearch, type SearchTerm, withoutTerm } from "./search-words";

const read = (words: string) => {
  const { terms, problems } = parseSearch(words);
  expect(problems).toEqual([]);
  return terms;
};

describe("what the search box reads", () => {
  const readable: readonly [string, SearchTerm[]][] = [
    ["", []],
    [
      "  wrong   size ",
      [
        { kind: "text", text: "wrong" },
        { kind: "text", text: "size" },
      ],
    ],
    ['"wrong  size"', [{ kind: "text", text: "wrong size" }]],
    ["status:open,waiting", [{ kind: "status", states: ["open", "waiting_customer"] }]],
    ["STATUS:Resolved", [{ kind: "status", states: ["resolved"] }]],
    ["assignee:me", [{ kind: "assignee", name: "me" }]],
    ['assignee:"Ana Ruiz"', [{ kind: "assignee", name: "Ana Ruiz" }]],
    ["amount>50", [{ kind: "amount", comparison: ">", value: "50" }]],
    ["amount<=20,50eur", [{ kind: "amount", comparison: "<=", value: "20.50", currency: "EUR" }]],
    ["amount:42.10", [{ kind: "amount", comparison: "=", value: "42.10" }]],
    ["amount:>5", [{ kind: "amount", comparison: ">", value: "5" }]],
    ["order:#W2378156", [{ kind: "order", number: "#W2378156" }]],
    ['tag:"Lost Parcel"', [{ kind: "tag", label: "lost parcel" }]],
    [
      "before:2026-01-31 after:2w",
      [
        { kind: "before", when: "2026-01-31" },
        { kind: "after", when: "2w" },
      ],
    ],
    ["is:overdue", [{ kind: "is", word: "overdue" }]],
    ["is:mine is:mine", [{ kind: "is", word: "mine" }]],
    ["#1042", [{ kind: "text", text: "#1042" }]],
    ["ana@example.test", [{ kind: "text", text: "ana@example.test" }]],
    ["https://example.test/a", [{ kind: "text", text: "https://example.test/a" }]],
    ["10:30", [{ kind: "text", text: "10:30" }]],
    ['"from:nowhere"', [{ kind: "text", text: "from:nowhere" }]],
  ];
  it.each(readable)("%s", (words, terms) => {
    expect(read(words)).toEqual(terms);
  });
});

describe("what it cannot read it names, says how to write it, and leaves out", () => {
  const unreadable: readonly [string, string][] = [
    ["from:ana", "no from:"],
    ["status:lost", "status: knows open, waiting"],
    ["status:open,lost", "several with commas"],
    ["amount>much", "amount>50"],
    ["amount:", "Say something"],
    ["amount>>5", "amount>50"],
    ["amount>5.005", "USD has fewer decimals"],
    ["amount>5.5JPY", "JPY has fewer decimals"],
    ["before:yesterday", "before:2026-01-31"],
    ["before:2026-02-31", "before:2026-01-31"],
    ["is:happy", "is: knows mine"],
    ["order>5", "with a colon"],
    ['tag:"a,b"', "letters, digits"],
    ['"never closed', "not closed"],
    ['""', "nothing between"],
  ];
  it.each(unreadable)("%s", (words, message) => {
    const { terms, problems } = parseSearch(`lamp ${words}`);
    expect(terms).toEqual([{ kind: "text", text: "lamp" }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(message);
  });

  it("stops at twenty parts and at 400 characters", () => {
    const { terms, problems } = parseSearch(Array.from({ length: 30 }, (_, index) => `w${index}`).join(" "));
    expect([terms.length, problems.length]).toEqual([20, 1]);
    expect(parseSearch("x".repeat(9_000)).terms[0]).toEqual({ kind: "text", text: "x".repeat(400) });
  });
});

const name = fc
  .stringMatching(/^[A-Za-z][a-z]{0,8}( [A-Z][a-z]{1,8})?$/)
  .filter((text) => !/^(me|none)$/i.test(text));
const terms: fc.Arbitrary<SearchTerm> = fc.oneof(
  fc
    .string({ minLength: 1, maxLength: 12 })
    .map((text) => text.replaceAll('"', "").trim().replace(/\s+/g, " "))
    .filter((text) => text !== "")
    .map((text) => ({ kind: "text" as const, text })),
  fc
    .uniqueArray(fc.constantFrom("open", "waiting_customer", "resolved", "spam"), { minLength: 1 })
    .map((states) => ({ kind: "status" as const, states: states as never })),
  fc.oneof(fc.constantFrom("me", "none"), name).map((found) => ({ kind: "assignee" as const, name: found })),
  fc.record(
    {
      kind: fc.constant("amount" as const),
      comparison: fc.constantFrom(">=", "<=", ">", "<", "="),
      value: fc.stringMatching(/^\d{1,6}(\.\d{1,2})?$/),
      currency: fc.constantFrom("EUR", "KWD"),
    },
    { requiredKeys: ["kind", "comparison", "value"], noNullPrototype: true },
  ),
  fc.stringMatching(/^#?W\d{1,7}( \d)?$/).map((number) => ({ kind: "order" as const, number })),
  fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,4})?$/).map((label) => ({ kind: "tag" as const, label })),
  fc.record(
    {
      kind: fc.constantFrom("before" as const, "after" as const),
      when: fc.stringMatching(/^(\d{1,4}[hdwm]|20[0-9]{2}-0[1-9]-[0-2][1-8])$/),
    },
    { noNullPrototype: true },
  ),
  fc.constantFrom(...isWords).map((word) => ({ kind: "is" as const, word })),
);

describe("printing and reading", () => {
  it("agree on every search", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(terms, { maxLength: 8, selector: (term) => printSearch([term]) }),
        (search) => {
          expect(parseSearch(printSearch(search))).toEqual({ terms: search, problems: [] });
        },
      ),
    );
  });

  it("never fail, whatever somebody types, and reading again what was understood changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (words) => {
        const understood = parseSearch(words).terms;
        expect(parseSearch(printSearch(understood)).terms).toEqual(understood);
      }),
    );
  });

  it("leave one term out for the cross on its chip", () => {
    expect(withoutTerm(read('status:open "wrong size" amount>5'), 1)).toBe("status:open amount>5");
  });
});

describe("the moment that before: and after: mean", () => {
  const now = new Date("2026-06-20T12:00:00Z");
  it("is the beginning of a day, or its end, or so long ago", () => {
    expect(momentOf({ kind: "before", when: "2026-06-01" }, now).toISOString()).toBe(
      "2026-06-01T00:00:00.000Z",
    );
    expect(momentOf({ kind: "after", when: "2026-06-01" }, now).toISOString()).toBe(
      "2026-06-02T00:00:00.000Z",
    );
    expect(momentOf({ kind: "after", when: "3h" }, now).toISOString()).toBe("2026-06-20T09:00:00.000Z");
  });
});
