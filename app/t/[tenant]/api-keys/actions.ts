"use server";

import { revalidatePath } from "next/cache";
import { createKey, revokeKey, rotateKey } from "@/lib/modules/access/api-keys";
import { createKeyInput, keyInput } from "@/lib/modules/access/schema";
import { action } from "@/lib/web/action";

const showChange = (): void => revalidatePath("/t/[tenant]/api-keys", "page");
const once = "Copy the key now: it is shown only this once.";

export const createKeyAction = action(
  createKeyInput,
  async (actor, input) => {
    const key = await createKey(actor, input);
    showChange();
    return { message: once, secrets: [key] };
  },
  "account",
);

export const rotateKeyAction = action(
  keyInput,
  async (actor, { keyId }) => {
    const key = await rotateKey(actor, keyId);
    showChange();
    return { message: `${once} The old one works for another day.`, secrets: [key] };
  },
  "account",
);

export const revokeKeyAction = action(
  keyInput,
  async (actor, { keyId }) => {
    await revokeKey(actor, keyId);
    showChange();
  },
  "account",
);
