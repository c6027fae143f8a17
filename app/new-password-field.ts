import { passwordMinLength } from "@/lib/modules/accounts/schema";

/** Where somebody makes up a password, with what makes a good one. */
export const newPasswordField = (
  label: string,
  help = (letters: number) => `At least ${letters} characters. A short sentence works well.`,
) =>
  ({
    name: "password",
    label,
    type: "password",
    autoComplete: "new-password",
    help: help(passwordMinLength),
  }) as const;
