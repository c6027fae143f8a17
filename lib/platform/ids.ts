import { v7 } from "uuid";

/** A time-ordered id, made here rather than in the database so that a retry can carry the same one. */
export const newId = (): string => v7();
