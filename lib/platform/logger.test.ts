import { expect, it, vi } from "vitest";

vi.mock("./env", () => ({ env: { LOG_LEVEL: "silent" } }));
const { describeError } = await import("./logger");

it("writes of a failed query what it was, and none of its values", () => {
  const cause = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (email)=(ana@example.test)",
  });
  const error = Object.assign(
    new Error("Failed query: insert into members values ($1)\nparams: ana@example.test", { cause }),
    { params: ["ana@example.test"] },
  );
  const written = JSON.stringify(describeError(error));
  expect(written).not.toContain("ana@example.test");
  expect(written).toContain("insert into members values ($1)");
  expect(written).toContain("23505");
});
