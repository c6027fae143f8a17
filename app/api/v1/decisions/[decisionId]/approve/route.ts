import { actRoute } from "@/app/api/v1/acts";
import { decideBody } from "@/app/api/v1/contract/decisions";
import { approveDecisionIn } from "@/lib/modules/decisions/commands";
import { refuseOthers } from "@/lib/web/route";

export const POST = actRoute("approve", {
  scope: "decision:approve",
  body: decideBody,
  run: approveDecisionIn,
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("POST");
