"use client";

/** Where somebody was in a list when they opened a case. */
type Place = Readonly<{ address: string; caseId: string; index: number }>;

const keyOf = (tenantSlug: string): string => `inbox-place:${tenantSlug}`;

export function rememberPlace(tenantSlug: string, place: Place): void {
  try {
    sessionStorage.setItem(keyOf(tenantSlug), JSON.stringify(place));
  } catch {
    // A browser that keeps nothing only forgets where one was.
  }
}

/** The place in the list of this address, given once: a later visit begins at the top. */
export function recallPlace(tenantSlug: string, address: string): Place | undefined {
  try {
    const place = JSON.parse(sessionStorage.getItem(keyOf(tenantSlug)) ?? "null") as Place | null;
    if (place?.address !== address) return undefined;
    sessionStorage.removeItem(keyOf(tenantSlug));
    return place;
  } catch {
    return undefined;
  }
}
