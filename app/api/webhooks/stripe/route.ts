import { takeReport } from "./take-report";

export const POST = (request: Request): Promise<Response> => takeReport(request);
