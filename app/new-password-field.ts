import { passwordMinLength } from "@/lib/modules/accounts/schema";

/** Where somebody makes up a password, with what makes a good one. */
export const newPasswordField = (label: string) =>
  ({
    name: "password",
    label,
    type: "password",
    autoComplete: "new-password",
    help: `At least ${passwordMinLength} characters. A short sentence works well.`,
  }) as const;
