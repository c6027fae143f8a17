import type { Metadata } from "next";
import { AuthCard } from "@/components/auth-card";
import { LinkButton } from "@/components/ui/link-button";

export const metadata: Metadata = { title: "Account deleted" };

export default function AccountDeletedPage() {
  return (
    <AuthCard
      title="Your account was deleted"
      description="A last mail says so. Thank you for having been here."
    >
      <LinkButton href="/" isWide>
        To the start page
      </LinkButton>
    </AuthCard>
  );
}
