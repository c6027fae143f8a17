import { deflateRawSync, deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isShownInline, maxAttachmentBytes, safeFileName } from "./attachment-schema";
import { inspectFile } from "./inspect-file";

const text = (words: string) => Buffer.from(words, "utf8");

function pngOf(width: number, height: number, tail = ""): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    return Buffer.concat([size, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk("IDAT", deflateSync(Buffer.from([0, 0])));
  return Buffer.concat([signature, chunk("IHDR", head), data, text(tail), chunk("IEND", Buffer.alloc(0))]);
}

function zipOf(name: string, content: Buffer): Buffer {
  const data = deflateRawSync(content);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt32LE(content.length, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, text(name), data]);
}

const jpeg = Buffer.from(
  "ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffda0008010100003f00ffd9",
  "hex",
);
const gif = Buffer.from("47494638396101000100800000000000ffffff2c00000000010001000002024401003b", "hex");
const webp = Buffer.concat([
  ...[Buffer.from("RIFF"), Buffer.from([30, 0, 0, 0]), Buffer.from("WEBPVP8X"), Buffer.from([10, 0, 0, 0])],
  ...[Buffer.alloc(4), Buffer.from([15, 0, 0, 31, 0, 0])],
]);
const isoMedia = (brand: string) =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from(`ftyp${brand}`),
    Buffer.alloc(12),
    Buffer.alloc(64),
  ]);
const pdf = (body = "") => text(`%PDF-1.7\n1 0 obj\n<< /Type /Catalog ${body}>>\nendobj\n%%EOF\n`);

describe("what a file is, is read from its content", () => {
  const kept: readonly (readonly [string, Buffer, string])[] = [
    ["photo.png", pngOf(20, 10), "image/png"],
    ["photo.pdf", pngOf(20, 10), "image/png"],
    ["photo.jpg", jpeg, "image/jpeg"],
    ["moves.gif", gif, "image/gif"],
    ["photo.webp", webp, "image/webp"],
    ["photo.avif", isoMedia("avif"), "image/avif"],
    ["photo.heic", isoMedia("heic"), "image/heic"],
    ["invoice.pdf", pdf(), "application/pdf"],
    ["note.txt", text("Größe 42, bitte\ttauschen.\r\n"), "text/plain"],
    ["old.txt", Buffer.from("Gr\xf6\xdfe 42", "latin1"), "text/plain"],
    ["orders.csv", text("order;amount\n#1;10\n"), "text/csv"],
    ["no-ending", text("just words"), "text/plain"],
    ["first.eml", text("From: ana@example.test\r\nSubject: Hi\r\n\r\nHello"), "message/rfc822"],
  ];
  it.each(kept)("%s is kept as what it is", async (name, content, mediaType) => {
    expect(await inspectFile(name, content)).toMatchObject({ mediaType, sizeBytes: content.length });
  });

  const refused: readonly (readonly [string, Buffer])[] = [
    ["nothing.txt", Buffer.alloc(0)],
    ["large.txt", Buffer.alloc(maxAttachmentBytes + 1, "a")],
    ["page.txt", text("  <!-- hi --><html><script>alert(1)</script></html>")],
    ["page.png", text("<!doctype html><script>alert(1)</script>")],
    ["drawing.svg", text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ["drawing.png", text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["both.png", pngOf(1, 1, "<html><script>alert(1)</script></html>")],
    ["huge.png", pngOf(50_000, 50_000)],
    ["cut.png", pngOf(1, 1).subarray(0, 18)],
    ["cut.jpg", jpeg.subarray(0, 12)],
    ["script.pdf", pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >> ")],
    ["coded.pdf", pdf("/OpenAction << /S /J#61vaScript >> ")],
    ["launch.pdf", pdf("/OpenAction << /S /Launch /F (cmd.exe) >> ")],
    ["bomb.zip", zipOf("bomb.txt", Buffer.alloc(20_000_000))],
    ["nested.zip", zipOf("inner.zip", zipOf("bomb.txt", Buffer.alloc(1_000_000)))],
    ["sheet.csv", zipOf("[Content_Types].xml", text("<Types/>"))],
    ["tool.txt", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)])],
    ["program", Buffer.from("7f454c4602010100", "hex")],
    ["zeros.txt", text("a\u0000b")],
    ["bell.csv", text("a;\u0007")],
    ["words.eml", text("these are only words")],
    ["letter.rtf", text("{\\rtf1 hello}")],
  ];
  it.each(refused)("%s is refused with a reason", async (name, content) => {
    expect(await inspectFile(name, content)).toMatchObject({ name, message: expect.stringMatching(/.{10}/) });
  });

  it("only formats without scripts are shown in their place", () => {
    expect(["image/png", "image/gif"].every(isShownInline)).toBe(true);
    for (const type of ["image/avif", "image/svg+xml", "application/pdf", "text/plain", "text/html", ""]) {
      expect(isShownInline(type), type).toBe(false);
    }
  });
});

describe("a name is safe to show and to save under", () => {
  const names: readonly (readonly [string, string])[] = [
    ["photo.png", "photo.png"],
    ["Größe 42 – ärger.pdf", "Größe 42 – ärger.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Windows\\system.ini", "system.ini"],
    ["/absolute/file.txt", "file.txt"],
    ["photo\u202egnp.exe", "photognp.exe"],
    ["a\u0000b\r\nc.txt", "abc.txt"],
    ["a\u200bb\ud800.txt", "ab.txt"],
    ["CON", "_CON"],
    ["con.txt", "_con.txt"],
    ["LPT1.pdf", "_LPT1.pdf"],
    ["..", "file"],
    [".htaccess", "htaccess"],
    ["trailing. . ", "trailing"],
    ["", "file"],
    ['<b>"x"?.txt', "_b__x__.txt"],
    ["50%00.txt", "50_00.txt"],
    ["photo.png/", "file"],
  ];
  it.each(names)("%j becomes %j", (claimed, safe) => expect(safeFileName(claimed)).toBe(safe));

  it("keeps its ending when it is cut to 120 characters", () => {
    const name = safeFileName(`${"ä".repeat(300)}.jpeg`);
    expect([...name]).toHaveLength(120);
    expect(name.endsWith("ä.jpeg")).toBe(true);
  });
});
