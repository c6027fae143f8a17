import { requestIdOf } from "@/lib/web/headers";
import { problemResponse } from "@/lib/web/problem";

const notFound = (request: Request): Response =>
  problemResponse({
    status: 404,
    code: "not_found",
    detail: "There is nothing at this address. /api/v1/openapi.json lists what there is.",
    requestId: requestIdOf(request.headers),
  });

export {
  notFound as DELETE,
  notFound as GET,
  notFound as HEAD,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
