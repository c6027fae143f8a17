"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

type Props = Readonly<{ error: Error & { digest?: string }; retry: () => void }>;

/** A page of the desk that failed, in its place: the rail beside it still leads elsewhere. */
export default function DeskError({ error, retry }: Props) {
  return (
    <EmptyState
      icon={TriangleAlert}
      heading="h1"
      title="We could not show this page"
      action={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      The fault is ours. What you did before may have been saved: look at the case before you do it again.
      {error.digest && (
        <>
          {" "}
          If it stays, tell your admin this reference: <span className="tabular-nums">{error.digest}</span>
        </>
      )}
    </EmptyState>
  );
}
