import { coreDocument } from "./core";
import type { Clause, PolicyVersion } from "./schema";

/** The clause that a verdict on this version cites, whether the shop wrote it or it holds for every shop. */
export const findClause = ({ document }: Pick<PolicyVersion, "document">, id: string): Clause | undefined =>
  [...coreDocument.clauses, ...document.clauses].find((clause) => clause.id === id);
