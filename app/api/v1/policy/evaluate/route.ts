import { evaluateBody } from "@/app/api/v1/contract/policy";
import { evaluateIn } from "@/lib/modules/decisions/evaluate";
import { postRoute } from "@/lib/web/idempotent";
import { check, refuseOthers } from "@/lib/web/route";

export const POST = postRoute("POST /api/v1/policy/evaluate", "policy:evaluate", {
  prepare: ({ actor, json }) => {
    const input = check(evaluateBody, json);
    return async (tx) => ({ status: 200, body: (await evaluateIn(tx, actor.tenantId, input)).trace });
  },
});

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("POST");
