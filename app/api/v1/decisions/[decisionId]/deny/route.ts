import { actRoute } from "@/app/api/v1/acts";
import { denyBody } from "@/app/api/v1/contract/decisions";
import { denyDecisionIn } from "@/lib/modules/decisions/commands";
import { refuseOthers } from "@/lib/web/route";

export const POST = actRoute("deny", { scope: "decision:approve", body: denyBody, run: denyDecisionIn });

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("POST");
