import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFoundPage() {
  return (
    <main className="flex min-h-dvh items-center">
      <EmptyState
        icon={SearchX}
        heading="h1"
        title="This page does not exist, or is not yours to see"
        action={<LinkButton href="/">Go to the start page</LinkButton>}
      >
        Check the address. If somebody sent you the link, ask them which workspace it belongs to.
      </EmptyState>
    </main>
  );
}
