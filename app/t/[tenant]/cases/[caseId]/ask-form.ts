/** What a form comes to, or in words why it comes to nothing yet. */
export type FormAnswer<Found> = Readonly<{ found?: Found | undefined; refusal?: string | undefined }>;

/** Asks the desk about a form that is still being filled in. @returns undefined when the desk could not be reached */
export async function askForm<Found>(
  address: string,
  body: FormData,
  signal?: AbortSignal,
): Promise<FormAnswer<Found> | undefined> {
  try {
    const response = await fetch(address, { method: "POST", body, ...(signal && { signal }) });
    const { found, refusal, detail } = await response.json();
    return response.ok ? { found, refusal } : { refusal: String(detail ?? "") };
  } catch {
    return undefined;
  }
}
