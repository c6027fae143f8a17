/** The fields of `next` that differ from what is stored, with what is stored. */
export function changesOf<Next extends object>(stored: Next, next: Next): Record<string, unknown> {
  const names = Object.keys(next) as (keyof Next & string)[];
  return Object.fromEntries(
    names.filter((name) => plain(stored[name]) !== plain(next[name])).map((name) => [name, stored[name]]),
  );
}

const plain = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value);
