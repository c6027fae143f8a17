/** Markup that is safe to put into a page. */
export class Html {
  constructor(readonly text: string) {}
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes every value that is not markup itself, so a customer's text stays text. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(strings.reduce((text, part, index) => text + part + render(values[index]), ""));
}

function render(value: unknown): string {
  if (value === undefined || value === null || value === false) return "";
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join("");
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const style = `
  :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 16%, transparent); }
  body { font: 14px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 24px; }
  h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 14px; margin: 28px 0 8px; } p { margin: 0 0 8px; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
  th { font-weight: 500; } td.number, th.number { text-align: right; } code { font-size: 12px; }
  form { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; margin: 0 0 8px; }
  label { display: grid; gap: 2px; font-size: 12px; }
  td form { margin: 0; }
  input, select, button { font: inherit; padding: 4px 8px; } .wide { overflow-x: auto; }`;

export function renderPage(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${new Html(style)}</style></head>
<body>${body}</body></html>`.text;
}
