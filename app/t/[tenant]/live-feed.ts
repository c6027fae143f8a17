import type { Doing, EditLock, LiveAnswer, Viewer } from "@/lib/modules/cases/live-schema";
import type { CaseProjection, InboxCounts } from "@/lib/modules/cases/schema";
import { passOnTabId, takeTabId } from "./tab-id";

/** What the desk knows without a reload. */
export type Live = Readonly<{
  /** Changes whenever something of the tenant does. Undefined until the first answer. */
  revision: string | undefined;
  counts: InboxCounts;
  /** Of the case in view: its newest state, colleagues who look at it, whose turn it is to decide. */
  caseId: string | undefined;
  projection: CaseProjection | undefined;
  caseRevision: number | undefined;
  viewers: readonly Viewer[];
  lock: EditLock | undefined;
  /** Nothing was heard lately; what is shown may be old. */
  isStale: boolean;
}>;

type Watched = Readonly<{ caseId: string; isBusy: boolean }>;

const busyMs = 1_000;
const caseMs = 2_000;
const listMs = 5_000;
const quietMs = 10_000;
const awayAfterMs = 120_000;
const staleAfterFailures = 3;
const signsOfLife = ["pointermove", "keydown", "scroll", "focusin"] as const;

/** Asks the desk what changed: one question at a time for a whole tab, often while somebody works, never while hidden. */
export class LiveFeed {
  #state: Live;
  #listeners = new Set<() => void>();
  #watched: readonly Watched[] = [];
  #doings: readonly Doing[] = [];
  #mayTakeLock = false;
  #etag: string | undefined;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  #lastSignOfLife = 0;
  #tab: string | undefined;

  constructor(
    readonly tenantSlug: string,
    counts: InboxCounts,
  ) {
    this.#state = {
      ...{ revision: undefined, counts, caseId: undefined, projection: undefined },
      ...{ caseRevision: undefined, viewers: [], lock: undefined, isStale: false },
    };
  }

  readonly read = (): Live => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins to ask. @returns what ends it */
  start(): () => void {
    const askNow = () => this.#askNow();
    const goOffline = () => this.#fail(staleAfterFailures);
    const live = () => {
      const wasAway = this.#isAway;
      this.#lastSignOfLife = performance.now();
      if (wasAway) this.#askNow();
    };
    this.#tab ??= takeTabId();
    const endPassingOn = passOnTabId(this.#tab);
    this.#lastSignOfLife = performance.now();
    document.addEventListener("visibilitychange", askNow);
    window.addEventListener("focus", askNow);
    window.addEventListener("online", askNow);
    window.addEventListener("offline", goOffline);
    for (const sign of signsOfLife) window.addEventListener(sign, live, { passive: true, capture: true });
    this.#askNow();
    return () => {
      document.removeEventListener("visibilitychange", askNow);
      window.removeEventListener("focus", askNow);
      window.removeEventListener("online", askNow);
      window.removeEventListener("offline", goOffline);
      for (const sign of signsOfLife) window.removeEventListener(sign, live, { capture: true });
      endPassingOn();
      clearTimeout(this.#timer);
      this.#asking?.abort();
    };
  }

  /** Follows one case, the newest one asked for. @returns what ends it */
  watch(watched: Watched): () => void {
    this.#watched = [...this.#watched, watched];
    this.#askSoon();
    return () => {
      this.#watched = this.#watched.filter((other) => other !== watched);
    };
  }

  /** Tells colleagues what the reader does on the case. @returns what ends it */
  tell(doing: Doing): () => void {
    this.#doings = [...this.#doings, doing];
    this.#askSoon();
    return () => {
      this.#doings = this.#doings.filter((_, index) => index !== this.#doings.indexOf(doing));
    };
  }

  /** Takes the turn to decide from whoever has it. */
  takeLock(): void {
    this.#mayTakeLock = true;
    this.#askNow();
  }

  get #isAway(): boolean {
    return performance.now() - this.#lastSignOfLife > awayAfterMs;
  }

  get #pauseMs(): number {
    const watched = this.#watched.at(-1);
    if (this.#failures > 0) return Math.min(quietMs, busyMs * 2 ** (this.#failures - 1));
    if (this.#isAway) return quietMs;
    if (!watched) return listMs;
    return watched.isBusy || this.#doings.length > 0 || this.#state.viewers.length > 0 ? busyMs : caseMs;
  }

  // Effects of one render add up to one question.
  #askSoon(): void {
    if (this.#tab === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), 50);
  }

  #askNow(): void {
    clearTimeout(this.#timer);
    if (!document.hidden) void this.#ask();
  }

  async #ask(): Promise<void> {
    if (document.hidden) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      await this.#take(await fetch(this.#address(), this.#request(asking.signal)));
    } catch {
      if (!asking.signal.aborted) this.#fail(this.#failures + 1);
    }
    if (asking.signal.aborted || this.#asking !== asking) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), this.#pauseMs);
  }

  #request(signal: AbortSignal): RequestInit {
    const timeout = AbortSignal.timeout(quietMs);
    const headers: HeadersInit = this.#etag ? { "if-none-match": this.#etag } : {};
    return { signal: AbortSignal.any([signal, timeout]), cache: "no-store", headers };
  }

  #address(): string {
    const caseId = this.#isAway ? undefined : this.#watched.at(-1)?.caseId;
    const query = new URLSearchParams();
    if (caseId) query.set("case", caseId);
    if (caseId && this.#doings.length > 0) query.set("doing", this.#doings.at(-1) ?? "viewing");
    if (this.#tab) query.set("tab", this.#tab);
    if (this.#mayTakeLock) query.set("take", "1");
    return `/api/desk/${this.tenantSlug}/live?${query}`;
  }

  async #take(response: Response): Promise<void> {
    if (response.status !== 304 && !response.ok) throw new Error(`the desk answered ${response.status}`);
    this.#failures = 0;
    this.#mayTakeLock = false;
    if (response.status === 304) return this.#set({ ...this.#state, isStale: false });
    const { revision, counts, caseLive }: LiveAnswer = await response.json();
    this.#etag = response.headers.get("etag") ?? undefined;
    this.#set({
      ...{ revision, counts, isStale: false },
      caseId: caseLive?.caseId,
      projection: caseLive?.projection,
      caseRevision: caseLive?.projection.seq,
      viewers: caseLive?.viewers ?? [],
      lock: caseLive?.lock,
    });
  }

  #fail(failures: number): void {
    this.#failures = failures;
    if (failures >= staleAfterFailures) this.#set({ ...this.#state, isStale: true });
  }

  #set(next: Live): void {
    const isSame = Object.keys(next).every(
      (name) => next[name as keyof Live] === this.#state[name as keyof Live],
    );
    if (isSame) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
