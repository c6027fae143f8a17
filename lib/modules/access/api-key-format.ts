import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = 30;
const checksumLength = 6;
const pattern = /^mg_live_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** 178 random bits and a checksum, so that a secret scanner can tell a key from a likeness. */
export function createApiKey(): string {
  const random = Array.from({ length: randomLength }, () => alphabet[randomInt(alphabet.length)]).join("");
  return `mg_live_${random}${checksumOf(random)}`;
}

/** Could this be a key of ours? A typing error is refused without asking the database. */
export function isApiKey(text: string): boolean {
  const [, random = "", checksum] = pattern.exec(text) ?? [];
  return checksum !== undefined && checksumOf(random) === checksum;
}

/** What is stored of a key. */
export const hashApiKey = (key: string): string => createHash("sha256").update(key).digest("hex");

/** What a list shows of a key, enough to tell it from others. */
export const prefixOf = (key: string): string => key.slice(0, 12);

function checksumOf(random: string): string {
  let rest = crc32(random);
  let digits = "";
  for (let i = 0; i < checksumLength; i += 1) {
    digits = (alphabet[rest % alphabet.length] ?? "0") + digits;
    rest = Math.floor(rest / alphabet.length);
  }
  return digits;
}
