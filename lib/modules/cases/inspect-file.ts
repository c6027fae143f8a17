import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import { type AttachmentType, attachmentTypes, maxAttachmentBytes, safeFileName } from "./attachment-schema";
import { findImageSize } from "./image-size";

/** A file that may be kept: what it is was read from its content. */
export type InspectedFile = Readonly<{
  name: string;
  mediaType: AttachmentType;
  sizeBytes: number;
  sha256: string;
  content: Buffer;
}>;

/** Why a file is not kept, in words for whoever sent it. */
export type RefusedFile = Readonly<{
  name: string;
  refused: "empty" | "too_large" | "unsupported";
  message: string;
}>;

// Detection looks at the head alone, so that no archive is ever unpacked for it.
const headBytes = 4_096;
const maxPixels = 100_000_000;

/** Reads from its content what a file is, and whether it may be kept. The name it claims decides nothing but csv and eml. */
export async function inspectFile(
  claimedName: string,
  content: Buffer,
): Promise<InspectedFile | RefusedFile> {
  const name = safeFileName(claimedName);
  const refuse = (refused: RefusedFile["refused"], message: string): RefusedFile => ({
    name,
    refused,
    message,
  });
  if (content.length === 0) return refuse("empty", `${name} is empty.`);
  if (content.length > maxAttachmentBytes) return refuse("too_large", `${name} is larger than 10 MB.`);
  const found = await fileTypeFromBuffer(content.subarray(0, headBytes));
  const mediaType = found ? attachmentTypes.find((type) => type === found.mime) : textType(name, content);
  if (!mediaType) {
    return refuse("unsupported", `${name} is no image, PDF, text, CSV or mail, so it cannot be kept.`);
  }
  const fault = faultOf(mediaType, content);
  if (fault) return refuse("unsupported", `${name} ${fault}`);
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { name, mediaType, sizeBytes: content.length, sha256, content };
}

const pageStart =
  /^\s*(<!--[\s\S]*?-->\s*)*<(!doctype|html|head|body|script|svg|iframe|\?xml|math|style|meta)/i;

/** Text is what has no control characters in it; whatever a browser would take for a page is none. */
function textType(name: string, content: Buffer): AttachmentType | undefined {
  if (content.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127))
    return undefined;
  const text = content.toString("latin1").replace(/^\xef\xbb\xbf/, "");
  if (pageStart.test(text)) return undefined;
  if (/\.eml$/i.test(name)) return /^[\x21-\x39\x3b-\x7e]+:/.test(text) ? "message/rfc822" : undefined;
  return /\.csv$/i.test(name) ? "text/csv" : "text/plain";
}

// Only what a browser or a reader of PDFs would run. What hides deeper meets a download, a sandbox and no sniffing.
const page = /<(script|html|svg|iframe|body|foreignobject)[\s>/]/i;
const activePdf = /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b/;

function faultOf(mediaType: AttachmentType, content: Buffer): string | undefined {
  const isImage = mediaType.startsWith("image/");
  const isPdf = mediaType === "application/pdf";
  if (!isImage && !isPdf) return undefined;
  const text = content.toString("latin1");
  if (isImage && page.test(text)) return "is an image and a web page at once, so it cannot be kept.";
  if (isPdf) {
    const isActive = activePdf.test(text.replace(/#([0-9a-f]{2})/gi, decodeName));
    return isActive ? "carries scripts or other files. Print it to a new PDF and send that." : undefined;
  }
  if (mediaType === "image/avif" || mediaType === "image/heic") return undefined;
  const size = findImageSize(mediaType, content);
  if (!size) return "cannot be read as an image.";
  return size.width * size.height > maxPixels ? "has more than 100 million pixels." : undefined;
}

// A PDF may write the letters of its words as codes.
const decodeName = (_: string, code: string): string => String.fromCharCode(Number.parseInt(code, 16));
