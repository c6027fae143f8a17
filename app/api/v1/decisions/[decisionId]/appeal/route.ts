import { actRoute } from "@/app/api/v1/acts";
import { decideWithReasonBody } from "@/app/api/v1/contract/decisions";
import { appealDecisionIn } from "@/lib/modules/decisions/commands";
import { refuseOthers } from "@/lib/web/route";

export const POST = actRoute("appeal", {
  scope: "case:write",
  body: decideWithReasonBody,
  run: appealDecisionIn,
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("POST");
