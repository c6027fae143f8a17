import { describe, expect, it } from "vitest";
import { readRequest } from "./read-request";

const lines = [
  { id: "keyboard", name: "Mechanical Keyboard", left: 1 },
  { id: "bottle", name: "Water Bottle", left: 2 },
  { id: "gone", name: "Desk Lamp", left: 0 },
];

describe("what a customer seems to ask for", () => {
  it.each([
    ["The bottle arrived broken, please take it back.", "damaged"],
    ["My order never arrived.", "not_received"],
    ["I was charged twice!", "duplicate"],
    ["You sent the wrong size.", "not_as_described"],
    ["I ordered it by mistake.", "ordered_by_mistake"],
    ["I no longer need it.", "changed_mind"],
    ["Die Lampe ist kaputt.", "damaged"],
    ["Ich möchte alles zurückgeben.", "changed_mind"],
    ["How many T-shirts are there?", undefined],
  ])("reads a reason only from plain words: %s", (text, reasonCode) => {
    expect(readRequest(text, lines).reasonCode).toBe(reasonCode);
  });

  it("takes the lines that are named, by their name or by what they are", () => {
    expect(readRequest("Please take the keyboard back.", lines).lines).toEqual([
      { orderLineId: "keyboard", quantity: 1 },
    ]);
    expect(readRequest("Both water bottles are broken.", lines).lines).toEqual([
      { orderLineId: "bottle", quantity: 2 },
    ]);
  });

  it("takes all that is left where none is named, and never what was refunded before", () => {
    expect(readRequest("Take everything back.", lines).lines).toEqual([
      { orderLineId: "keyboard", quantity: 1 },
      { orderLineId: "bottle", quantity: 2 },
    ]);
    expect(
      readRequest("The lamp is broken.", lines).lines.map(({ orderLineId }) => orderLineId),
    ).not.toContain("gone");
  });
});
