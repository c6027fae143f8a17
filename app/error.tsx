"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

type Props = Readonly<{ error: Error & { digest?: string }; reset: () => void }>;

export default function ErrorPage({ error, reset }: Props) {
  return (
    <main className="flex min-h-full flex-1 items-center">
      <EmptyState
        icon={TriangleAlert}
        title="We could not show this page"
        action={
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        <p>
          The fault is ours. What was already saved stays saved, and no money moves because of it. If it
          happens again, tell your admin
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
