import { actRoute } from "@/app/api/v1/acts";
import { decideBody } from "@/app/api/v1/contract/decisions";
import { withdrawDecisionIn } from "@/lib/modules/decisions/commands";
import { refuseOthers } from "@/lib/web/route";

export const POST = actRoute("withdraw", {
  scope: "decision:propose",
  body: decideBody,
  run: withdrawDecisionIn,
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("POST");
