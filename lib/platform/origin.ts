import { AsyncLocalStorage } from "node:async_hooks";

/** From where a request came, for the record of what it did. Never what it carried: no body, no key, no cookie. */
export type Origin = Readonly<{ requestId: string; network: string; device?: string }>;

const current = new AsyncLocalStorage<Origin>();

/** Runs `work` as part of the request that came from `origin`. */
export const withOrigin = <Result>(origin: Origin, work: () => Result): Result => current.run(origin, work);

/** The origin of the request that is being answered; undefined for what the product does by itself. */
export const findOrigin = (): Origin | undefined => current.getStore();
