import { describeApi } from "@/app/api/v1/openapi";
import { refuseOthers } from "@/lib/web/route";

/** The API's description for machines. Public: it says nothing about any tenant. */
export const GET = (): Response =>
  Response.json(describeApi(), { headers: { "cache-control": "public, max-age=300" } });

export const { POST, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("GET");
