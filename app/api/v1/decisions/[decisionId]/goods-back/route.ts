import { actRoute } from "@/app/api/v1/acts";
import { decideBody } from "@/app/api/v1/contract/decisions";
import { recordGoodsBackIn } from "@/lib/modules/decisions/goods";
import { refuseOthers } from "@/lib/web/route";

export const POST = actRoute("goods-back", {
  scope: "decision:approve",
  body: decideBody,
  run: recordGoodsBackIn,
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("POST");
