import type { Role } from "@/lib/platform/actor";

/** May somebody of this role read the whole log? What happened to a case, everybody reads in the case. */
export const mayReadAudit = ({ role }: Readonly<{ role: Role }>): boolean =>
  role === "lead" || role === "finance" || role === "admin";
