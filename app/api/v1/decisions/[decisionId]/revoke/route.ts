import { actRoute } from "@/app/api/v1/acts";
import { decideWithReasonBody } from "@/app/api/v1/contract/decisions";
import { revokeDecisionIn } from "@/lib/modules/decisions/commands";
import { refuseOthers } from "@/lib/web/route";

export const POST = actRoute("revoke", {
  scope: "decision:approve",
  body: decideWithReasonBody,
  run: revokeDecisionIn,
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("POST");
