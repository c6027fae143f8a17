"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";

/** A button that submits the form around it and waits while the form is on its way. */
export function SubmitButton(props: Readonly<Omit<ComponentProps<typeof Button>, "type" | "pending">>) {
  const { pending } = useFormStatus();
  return <Button variant="primary" {...props} type="submit" pending={pending} />;
}
