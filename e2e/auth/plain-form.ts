import type { APIRequestContext } from "playwright";

type Answer = Readonly<{ status: number; location: string; body: string; ms: number; cookies: string }>;

/**
 * Sends the form of a page that has `field`, as a browser without JavaScript does.
 * @param from the client's address, as the nearest proxy would tell it
 * @param words that stand in the form, where its fields do not tell it from others
 */
export async function sendForm(
  request: APIRequestContext,
  path: string,
  fields: Readonly<Record<string, string>>,
  from = randomAddress(),
  words = "",
): Promise<Answer> {
  const page = await request.get(path);
  const forms = (await page.text()).match(/<form[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find(
    (html) => html.includes(words) && Object.keys(fields).every((name) => html.includes(`name="${name}"`)),
  );
  if (!form) throw new Error(`no form with ${Object.keys(fields).join(", ")} at ${path}`);
  const hidden = Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(
      ([, name = "", value = ""]) => [name, unescapeHtml(value)],
    ),
  );
  const startedAt = performance.now();
  const answer = await request.post(path, {
    multipart: { ...hidden, ...fields },
    headers: { "x-forwarded-for": from, origin: new URL(page.url()).origin, "sec-fetch-site": "same-origin" },
    maxRedirects: 0,
  });
  const ms = performance.now() - startedAt;
  const headers = answer.headers();
  return {
    status: answer.status(),
    location: headers.location ?? "",
    body: await answer.text(),
    ms,
    cookies: headers["set-cookie"] ?? "",
  };
}

export const randomAddress = (): string =>
  `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.${1 + Math.floor(Math.random() * 250)}`;

const unescapeHtml = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** The words of the alert in a page. */
export const alertIn = (body: string): string =>
  (/role="alert"[\s\S]*?<div[^>]*>([\s\S]*?)<\/div>/.exec(body)?.[1] ?? "").replace(/<[^>]+>/g, "").trim();
