import { z } from "zod";

/** A case as the palette names it. */
export type FoundCase = Readonly<{ id: string; number: number; subject: string; customerName: string }>;

export const findQuery = z.strictObject({ words: z.string().trim().min(1).max(100) });
