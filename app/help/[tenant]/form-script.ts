// What the forms of the portal do beyond HTML: they are sent without leaving the page, so that nothing typed or chosen is lost
// by a failure; they say that they are at it; and they bring the reader to what became of it. It runs by itself on pages
// without React: scripts/stack/plain-pages.ts.

addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement) || !isInPlace(event.target)) return;
  event.preventDefault();
  void send(event.target);
});

async function send(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (!button || button.disabled) return;
  const data = new FormData(form);
  if (bytesOf(data) > Number(form.dataset.limit)) return complain(form, form.dataset.tooLarge);
  const wake = showPending(button);
  // The browser may keep this page as it is and show it again to whoever comes back.
  addEventListener("pagehide", wake, { once: true });
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    if (answer.redirected) return location.assign(answer.url);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), nameOf(form));
  } catch {
    wake();
    complain(form, form.dataset.lost);
  }
}

function bytesOf(data: FormData): number {
  return [...data.values()].reduce((sum, value) => sum + (value instanceof File ? value.size : 0), 0);
}

function showPending(button: HTMLButtonElement): () => void {
  const idle = button.textContent;
  button.textContent = button.dataset.pending ?? idle;
  button.disabled = true;
  button.ariaBusy = "true";
  return () => {
    button.textContent = idle;
    button.disabled = false;
    button.ariaBusy = null;
  };
}

/** Takes over what the server made of the form called `sent`. @throws when that is no page of the portal */
function show(page: Document, sent: string): void {
  const [main, fresh] = [document.querySelector("main"), page.querySelector("main")];
  if (!main || !fresh) throw new Error("No page of the portal came back.");
  const before = formsIn(main);
  main.replaceWith(fresh);
  document.title = page.title;
  const after = formsIn(fresh);
  const answered = after.get(sent);
  const alert = alertOf(answered);
  const hasFailed = alert?.hidden === false;
  for (const [name, form] of before) {
    const successor = after.get(name);
    if (successor && (name !== sent || hasFailed)) carryOver(form, successor);
  }
  ((hasFailed && alert) || answered?.querySelector<HTMLElement>("[role=status]") || fresh).focus();
}

/** What was typed and chosen in `from`, in the same fields of `to`. */
function carryOver(from: HTMLFormElement, to: HTMLFormElement): void {
  for (const old of fieldsIn(from)) {
    const field = fieldsIn(to).find((candidate) => isSameField(candidate, old));
    if (!field || old.type === "hidden") continue;
    if (field instanceof HTMLInputElement && old instanceof HTMLInputElement) {
      field.checked = old.checked;
      field.files = old.files;
    }
    // A browser lets nobody name files in this way.
    if (old.type !== "file") field.value = old.value;
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement;

function fieldsIn(form: HTMLFormElement): readonly Field[] {
  return [...form.querySelectorAll<Field>("input, textarea")];
}

function isSameField(one: Field, other: Field): boolean {
  const isMark = other.type === "radio" || other.type === "checkbox";
  return one.name === other.name && (!isMark || one.value === other.value);
}

function complain(form: HTMLFormElement, words = ""): void {
  const alert = alertOf(form);
  const [, text] = alert?.children ?? [];
  if (!alert || !text) return;
  text.textContent = words;
  alert.hidden = false;
  alert.focus();
}

function alertOf(form: HTMLFormElement | undefined): HTMLElement | null | undefined {
  return form?.querySelector<HTMLElement>("[role=alert]");
}

function formsIn(main: Element): Map<string, HTMLFormElement> {
  const forms = [...main.querySelectorAll("form")].filter(isInPlace);
  return new Map(forms.map((form) => [nameOf(form), form]));
}

function isInPlace(form: HTMLFormElement): boolean {
  return "lost" in form.dataset;
}

function nameOf(form: HTMLFormElement): string {
  return form.getAttribute("aria-label") ?? "";
}

export {};
