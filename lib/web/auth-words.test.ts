import { expect, it } from "vitest";
import { type AuthWords, authWords, germanFailures } from "./auth-words";

const sentencesOf = (words: AuthWords): Map<string, string> =>
  new Map(Object.entries(words).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])));

it("no sentence of the pages around signing in was left in English", () => {
  const [english, german] = [sentencesOf(authWords.en), sentencesOf(authWords.de)];
  // A word that both languages share.
  const same = [...german].filter(([name, text]) => english.get(name) === text && name !== "code");
  expect(same).toEqual([]);
  expect(Object.keys(authWords.de.problems)).toEqual(Object.keys(authWords.en.problems));
  expect(authWords.de.continueWith("GitHub")).not.toBe(authWords.en.continueWith("GitHub"));
  for (const [said, meant] of Object.entries(germanFailures)) expect(meant).not.toBe(said);
});
