import { describe, expect, it } from "vitest";
import { readUpload } from "./upload";

const address = "http://localhost/api/desk/shop/cases/1/attachments";

function formOf(...parts: readonly (readonly [string, string | Blob, string?])[]): Request {
  const form = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === "string") form.append(name, value);
    else form.append(name, value, fileName);
  }
  return new Request(address, { method: "POST", body: form });
}

const bodyOf = (body: BodyInit, type: string, headers: Record<string, string> = {}) =>
  new Request(address, { method: "POST", body, headers: { "content-type": type, ...headers } });

const words = new Blob(["some words"], { type: "image/png" });

it("takes one file and believes its content, not its type or name", async () => {
  const file = await readUpload(formOf(["file", words, "../../photo.png"]));
  expect(file).toMatchObject({ name: "photo.png", mediaType: "text/plain", sizeBytes: 10 });
});

describe("what is no upload is refused", () => {
  const tenMegabytes = 10 * 1024 * 1024;
  const refused: readonly (readonly [string, number, () => Request])[] = [
    ["JSON", 415, () => bodyOf("{}", "application/json")],
    [
      "a compressed body",
      415,
      () => bodyOf("x", "multipart/form-data; boundary=x", { "content-encoding": "gzip" }),
    ],
    ["no form inside", 400, () => bodyOf("not a form", "multipart/form-data; boundary=x")],
    ["no boundary", 400, () => bodyOf("--x", "multipart/form-data; charset=utf-8")],
    ["an empty form", 400, () => bodyOf("--x--\r\n", "multipart/form-data; boundary=x")],
    ["a text in place of the file", 400, () => formOf(["file", "words"])],
    ["another part", 400, () => formOf(["photo", words, "a.txt"])],
    ["two files", 400, () => formOf(["file", words, "a.txt"], ["file", words, "b.txt"])],
    [
      "10,000 parts",
      400,
      () => formOf(...Array.from({ length: 10_000 }, (_, n) => [`f${n}`, words, "a"] as const)),
    ],
    ["an empty file", 422, () => formOf(["file", new Blob([]), "a.txt"])],
    ["a page", 415, () => formOf(["file", new Blob(["<html><script>"]), "a.txt"])],
    ["10 MB and a byte", 413, () => formOf(["file", new Blob(["a".repeat(tenMegabytes + 1)]), "a.txt"])],
  ];
  it.each(refused)("%s: %i", async (_what, status, request) => {
    await expect(readUpload(request())).rejects.toMatchObject({ problem: { status } });
  });

  it("one that never ends is cut off at the limit", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1_000_000;
        controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    const request = new Request(address, {
      ...{ method: "POST", body: endless, headers: { "content-type": "multipart/form-data; boundary=x" } },
      ...{ duplex: "half" },
    });
    await expect(readUpload(request)).rejects.toMatchObject({ problem: { status: 413 } });
    expect(sent).toBeLessThan(20_000_000);
  });
});
