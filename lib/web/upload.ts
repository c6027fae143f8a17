import "server-only";
import { maxAttachmentBytes } from "@/lib/modules/cases/attachment-schema";
import { type InspectedFile, inspectFile } from "@/lib/modules/cases/inspect-file";
import { isStorable } from "./json-text";
import { ProblemError } from "./problem";

// What the form around a file of the largest size takes.
const bodyLimitBytes = maxAttachmentBytes + 16 * 1024;

/**
 * The one file of a `multipart/form-data` body, in its part `file`.
 * @throws ProblemError 413 above 10 MB, noticed while reading; 415 for another type; 422 for an empty file; 400 for a
 * body that is no form with one file
 */
export async function readUpload(request: Request): Promise<InspectedFile> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type) || request.headers.has("content-encoding")) {
    throw new ProblemError({
      status: 415,
      code: "unsupported_media_type",
      detail: "Send the file as multipart/form-data, without a Content-Encoding.",
    });
  }
  const file = await parse(type, await readLimited(request));
  if (!isStorable(file.name)) throw notOneFile();
  const inspected = await inspectFile(file.name, Buffer.from(await file.arrayBuffer()));
  if (!("refused" in inspected)) return inspected;
  const status = { empty: 422, too_large: 413, unsupported: 415 }[inspected.refused];
  throw new ProblemError({ status, code: `file_${inspected.refused}`, detail: inspected.message });
}

async function readLimited(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bodyLimitBytes) {
      throw new ProblemError({
        status: 413,
        code: "file_too_large",
        detail: "The file is larger than 10 MB.",
      });
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function parse(type: string, body: Uint8Array<ArrayBuffer>): Promise<File> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => {
    throw notOneFile();
  });
  const parts = [...form.entries()];
  const [name, file] = parts[0] ?? [];
  if (parts.length !== 1 || name !== "file" || !(file instanceof File)) throw notOneFile();
  return file;
}

const notOneFile = () =>
  new ProblemError({
    status: 400,
    code: "not_one_file",
    detail: "The body is no form with one part, file, that is a file.",
  });
