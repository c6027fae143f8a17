export type Params = { [name: string]: string | Params };

/** Reads Stripe's form encoding: `metadata[refund_id]=…&expand[0]=…` becomes nested objects. */
export function parseForm(encoded: string): Params {
  const params = emptyParams();
  for (const [name, value] of new URLSearchParams(encoded)) put(params, splitName(name), value);
  return params;
}

/** The same parameters in any order give the same text. */
export function canonical(params: Params): string {
  const sorted = Object.keys(params)
    .sort()
    .map((name) => {
      const value = params[name];
      return [name, typeof value === "object" ? canonical(value) : value];
    });
  return JSON.stringify(sorted);
}

function splitName(name: string): string[] {
  const [head = "", ...rest] = name.split("[");
  return [head, ...rest.map((part) => part.replace(/\]$/, ""))];
}

function put(params: Params, path: readonly string[], value: string): void {
  const [head = "", ...rest] = path;
  // `expand[]=a&expand[]=b` numbers its items by their order.
  const name = head === "" ? String(Object.keys(params).length) : head;
  if (rest.length === 0) {
    params[name] = value;
    return;
  }
  const inner = params[name];
  const target = typeof inner === "object" ? inner : emptyParams();
  params[name] = target;
  put(target, rest, value);
}

// No prototype: a parameter named `__proto__` is only a name here.
const emptyParams = (): Params => Object.create(null) as Params;
