import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson, hashOf } from "./canonical";

it("writes the same value in the same way, whatever order its fields came in", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: undefined, A: true })).toBe(
    '{"A":true,"b":[1,{"c":"é","d":null}]}',
  );
  expect(hashOf({ x: 1, y: 2 })).toBe(hashOf({ y: 2, x: 1 }));
  // SHA-256 of `{}`, as any other tool computes it.
  expect(hashOf({})).toBe("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
});

it("is JSON of the value, and the same for two values if and only if they are equal", () => {
  const small = fc.jsonValue({ maxDepth: 2 });
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  fc.assert(
    fc.property(small, small, (one, other) => {
      expect(JSON.parse(canonicalJson(one))).toEqual(plain(one));
      expect(canonicalJson(one) === canonicalJson(other)).toBe(isDeepStrictEqual(plain(one), plain(other)));
    }),
    { numRuns: 1_000 },
  );
});
