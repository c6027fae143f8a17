"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

type Props = Readonly<{ error: Error & { digest?: string }; retry: () => void }>;

export default function ErrorPage({ error, retry }: Props) {
  return (
    <main className="flex min-h-dvh items-center">
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
        <p>
          The fault is ours. What you did before may have been saved: look at the case before you do it again.
          If this page stays away, tell your admin
          {error.digest ? (
            <>
              {" "}
              this reference: <span className="tabular-nums">{error.digest}</span>
            </>
          ) : (
            " what you were doing"
          )}
          .
        </p>
      </EmptyState>
    </main>
  );
}
