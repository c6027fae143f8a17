import type { AttachmentType } from "./attachment-schema";

type Size = Readonly<{ width: number; height: number }>;

/**
 * Width and height that the head of an image announces, without decoding it: a few bytes can announce more pixels
 * than a browser has memory for.
 * @returns undefined when the head is not complete or makes no sense
 */
export function findImageSize(mediaType: AttachmentType, content: Buffer): Size | undefined {
  try {
    const size = readers[mediaType]?.(content);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch {
    // It ends where its size should stand.
    return undefined;
  }
}

const readers: Partial<Record<AttachmentType, (content: Buffer) => Size | undefined>> = {
  "image/png": (content) => ({ width: content.readUInt32BE(16), height: content.readUInt32BE(20) }),
  "image/gif": (content) => ({ width: content.readUInt16LE(6), height: content.readUInt16LE(8) }),
  "image/jpeg": jpegSize,
  "image/webp": webpSize,
};

/** @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf — B.1.1.4: segments, of which a start of frame has the size */
function jpegSize(content: Buffer): Size | undefined {
  let at = 2;
  while (at < content.length) {
    if (content.readUInt8(at) !== 0xff) return undefined;
    const marker = content.readUInt8(at + 1);
    const isFill = marker === 0xff;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: content.readUInt16BE(at + 7), height: content.readUInt16BE(at + 5) };
    at += isFill ? 1 : 2 + content.readUInt16BE(at + 2);
  }
  return undefined;
}

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(content: Buffer): Size | undefined {
  switch (content.toString("latin1", 12, 16)) {
    case "VP8X":
      return { width: content.readUIntLE(24, 3) + 1, height: content.readUIntLE(27, 3) + 1 };
    case "VP8 ":
      return { width: content.readUInt16LE(26) & 0x3fff, height: content.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = content.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return undefined;
  }
}
