"use server";

import { revalidatePath } from "next/cache";
import { recordGoodsBack, waiveGoods } from "@/lib/modules/decisions/goods";
import { decideInput, decideWithReasonInput } from "@/lib/modules/decisions/schema";
import { action } from "@/lib/web/action";

// It changes what the case shows and what its follow-through waits for.
const showChange = async (): Promise<void> => revalidatePath("/t/[tenant]", "layout");

export const goodsBackAction = action(decideInput, async (actor, input) => {
  await recordGoodsBack(actor, input);
  await showChange();
  return { message: "It is noted. The refund goes out now." };
});

export const waiveGoodsAction = action(
  decideWithReasonInput,
  async (actor, input) => {
    await waiveGoods(actor, input);
    await showChange();
    return { message: "It is noted. The refund goes out without the goods." };
  },
  "approval",
);
