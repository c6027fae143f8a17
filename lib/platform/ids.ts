import { v5, v7 } from "uuid";

/** A time-ordered id, made here rather than in the database so that a retry can carry the same one. */
export const newId = (): string => v7();

/** The id of `words` sent under `id`: the same words have the same one, other words another. */
export const idOfWords = (id: string, words: string): string => v5(words, id);
