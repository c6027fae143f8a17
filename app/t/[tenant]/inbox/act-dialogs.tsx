"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { DoAct } from "./use-acts";

export type Colleague = Readonly<{ id: string; name: string }>;
export type OpenDialog = "assign" | "label" | "snooze" | undefined;

export type ActDialogsProps = Readonly<{
  open: OpenDialog;
  onClose: () => void;
  /** "3 cases" */
  what: string;
  colleagues: readonly Colleague[];
  doAct: DoAct;
}>;

// Fetched when the first of them opens, so that they cost a page nothing that only shows the list.
const ActDialogsShown = dynamic(() => import("./act-dialogs-shown").then((file) => file.ActDialogsShown), {
  ssr: false,
});

/** Asks what an act still has to know. */
export function ActDialogs(props: ActDialogsProps) {
  const [wasOpen, setWasOpen] = useState(false);
  if (props.open && !wasOpen) setWasOpen(true);
  return wasOpen && <ActDialogsShown {...props} />;
}
