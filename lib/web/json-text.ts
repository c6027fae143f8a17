export type TextFault = Readonly<{
  code: "duplicate_key" | "too_deep" | "unstorable_text" | "unknown_field" | "not_integer";
  path: string;
}>;

const maxDepth = 20;
const namesOfObjects: readonly string[] = ["__proto__", "constructor", "prototype"];

type Frame = { names: Set<string> | undefined; at: string | number; expectsName: boolean };

/**
 * Finds in JSON what parsing it hides: names given twice, of which every reader believes another one; numbers in a form
 * that is no whole number (`1e2`, `1.0`, `-0`, 2^53), text that PostgreSQL cannot keep, and depth that exhausts a stack.
 * @param text JSON that `JSON.parse` has accepted
 */
export function findFault(text: string): TextFault | undefined {
  const frames: Frame[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text[position] ?? "";
    const frame = frames.at(-1);
    const end = endOfToken(text, position);
    const token = text.slice(position, end);
    position = end;
    if (character === "{" || character === "[") {
      if (frames.length === maxDepth) return { code: "too_deep", path: "" };
      frames.push({
        names: character === "{" ? new Set() : undefined,
        at: character === "{" ? "" : 0,
        expectsName: character === "{",
      });
    } else if (character === "}" || character === "]") frames.pop();
    else if (character === "," && frame) {
      if (typeof frame.at === "number") frame.at += 1;
      else frame.expectsName = true;
    } else if (character === ":" && frame) frame.expectsName = false;
    else {
      const code =
        character === '"' ? faultOfString(JSON.parse(token) as string, frame) : faultOfNumber(token);
      if (code) return { code, path: pathOf(frames) };
    }
  }
  return undefined;
}

function endOfToken(text: string, start: number): number {
  if (text[start] === '"') {
    let end = start + 1;
    while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
    return end + 1;
  }
  const [run] = /^[-+.\w]+/.exec(text.slice(start, start + 400)) ?? [" "];
  return start + run.length;
}

function faultOfString(value: string, frame: Frame | undefined): TextFault["code"] | undefined {
  if (frame?.expectsName && frame.names) {
    frame.at = isStorable(value) ? value : "";
    if (frame.names.has(value)) return "duplicate_key";
    frame.names.add(value);
    if (namesOfObjects.includes(value)) return "unknown_field";
  }
  return isStorable(value) ? undefined : "unstorable_text";
}

function faultOfNumber(token: string): TextFault["code"] | undefined {
  if (!/^[-\d]/.test(token)) return undefined;
  const isWhole = /^(0|-?[1-9]\d*)$/.test(token) && Number.isSafeInteger(Number(token));
  return isWhole ? undefined : "not_integer";
}

/** PostgreSQL keeps neither a NUL nor half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes("\u0000") && !/\p{Surrogate}/u.test(text);

const pathOf = (frames: readonly Frame[]): string =>
  frames.map(({ at }) => String(at).slice(0, 80)).join(".");
