import { findFault, type TextFault } from "./json-text";
import { type Problem, ProblemError } from "./problem";

const bodyLimitBytes = 64 * 1024;

export type JsonBody = Readonly<{ text: string; json: unknown }>;

/**
 * The body as text and as JSON.
 * @throws ProblemError 415, 413, 400 or 422 for what is not JSON of at most 64 KiB in UTF-8 that means one thing only
 */
export async function readJson(request: Request): Promise<JsonBody> {
  const [type, ...parameters] = (request.headers.get("content-type") ?? "").toLowerCase().split(";");
  const isUtf8 = parameters.every(
    (parameter) => !/charset/.test(parameter) || /^\s*charset="?utf-8"?\s*$/.test(parameter),
  );
  if (type?.trim() !== "application/json" || !isUtf8 || request.headers.has("content-encoding")) {
    throw new ProblemError({
      status: 415,
      code: "unsupported_media_type",
      detail: "Send application/json in UTF-8, without a Content-Encoding.",
    });
  }
  const bytes = await readLimited(request);
  const body = parse(bytes);
  if (!body)
    throw new ProblemError({ status: 400, code: "not_json", detail: "The body is not JSON in UTF-8." });
  const fault = findFault(body.text);
  if (fault) throw new ProblemError(problemOfFault(fault));
  return body;
}

function parse(bytes: Uint8Array): JsonBody | undefined {
  try {
    // A byte order mark is no part of JSON.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

async function readLimited(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bodyLimitBytes) {
      throw new ProblemError({ status: 413, code: "too_large", detail: "The body is larger than 64 KiB." });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const fieldsRefused = {
  status: 422,
  code: "invalid",
  detail: "Some fields are not as they should be.",
} as const;

const faults: Readonly<Record<TextFault["code"], Omit<Problem, "errors"> & { message: string }>> = {
  duplicate_key: {
    ...{ status: 400, code: "duplicate_key", detail: "A field is there twice." },
    message: "This field is there twice.",
  },
  too_deep: {
    ...{ status: 400, code: "too_deep", detail: "The body is nested more than 20 levels deep." },
    message: "This is nested too deep.",
  },
  unstorable_text: {
    ...{ status: 400, code: "unstorable_text", detail: "A text contains a NUL or half of a surrogate pair." },
    message: "This text contains a NUL or half of a surrogate pair.",
  },
  unknown_field: { ...fieldsRefused, message: "This field is not known here." },
  not_integer: {
    ...fieldsRefused,
    message:
      "Send a whole number, written without a fraction, an exponent or a leading minus zero, below 2^53.",
  },
};

function problemOfFault({ code, path }: TextFault): Problem {
  const { message, ...problem } = faults[code];
  return { ...problem, errors: [{ path, message }] };
}
