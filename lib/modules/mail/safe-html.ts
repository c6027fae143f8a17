import sanitizeHtml from "sanitize-html";

const shown = [
  ...["p", "div", "span", "br", "hr", "blockquote", "pre", "code", "h1", "h2", "h3", "h4", "h5", "h6"],
  ...["b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "ul", "ol", "li", "dl", "dt", "dd"],
  ...["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a"],
];
const dropped = [
  "script",
  "style",
  "textarea",
  "option",
  "noscript",
  "title",
  "template",
  "svg",
  "math",
  "xmp",
];
const maxNesting = 60;

/**
 * The HTML of a mail with what says something, and nothing that runs, styles or loads: no script, no style, no image,
 * no form, no frame. A link opens only when it is clicked, in a tab that learns nothing of the desk.
 */
export const safeHtml = (html: string): string =>
  sanitizeHtml(html, {
    allowedTags: shown,
    nonTextTags: dropped,
    nestingLimit: maxNesting,
    disallowedTagsMode: "discard",
    allowedAttributes: {
      a: ["href", "target", "rel"],
      td: ["colspan", "rowspan"],
      th: ["colspan", "rowspan"],
    },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, { href }) => ({
        tagName,
        attribs: { ...(href ? { href } : {}), target: "_blank", rel: "noopener noreferrer nofollow" },
      }),
      // What a picture says it shows is all that is left of it.
      img: (_name, { alt }) => ({ tagName: "span", attribs: {}, text: alt?.trim() ? `[${alt.trim()}]` : "" }),
    },
  });

const breaks = /<(br|hr)\b[^>]*>/gi;
const paragraphs = /<\/?(p|h[1-6]|blockquote|table|ul|ol|pre)\b[^>]*>/gi;
const blocks = /<\/?(div|tr|li|dt|dd|section|article)\b[^>]*>/gi;
// Of the private use area: should a mail have them, a line ends there.
const [lineMark, paragraphMark] = ["\ue000", "\ue001"];

/** The words of an HTML mail, line by line. */
export function htmlToText(html: string): string {
  const marked = html
    .replace(/\s+/g, " ")
    .replace(breaks, "$&\n")
    .replace(paragraphs, `$&${paragraphMark}`)
    .replace(blocks, `$&${lineMark}`);
  const bare = sanitizeHtml(marked, {
    allowedTags: [],
    allowedAttributes: {},
    nonTextTags: dropped,
    nestingLimit: maxNesting,
  });
  return decodeEntities(bare.replaceAll("\u00a0", " "))
    .replace(/\s*[\ue000\ue001][\s\ue000\ue001]*/g, (run) => (run.includes(paragraphMark) ? "\n\n" : "\n"))
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

// sanitize-html writes these four and no other.
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
const decodeEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => entities[name] ?? "");
