import { CircleCheck, CircleDashed } from "lucide-react";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { mayManageAccess } from "@/lib/modules/access/policy";
import { maySetUp } from "@/lib/modules/onboarding/policy";
import { findProposedLimits, findSetup } from "@/lib/modules/onboarding/queries";
import { findConnection } from "@/lib/modules/payments/connections";
import { isSimulated } from "@/lib/modules/payments/stripe-client";
import { LimitsPart } from "./limits-part";
import { ProviderPart } from "./provider-part";
import { SandboxPart } from "./sandbox-part";

export const metadata: Metadata = { title: "Set up" };

/** From nothing to a followed-through refund, step by step. Each step shows whether it is done. */
export default async function SetupPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  if (!maySetUp(actor)) {
    return (
      <EmptyState heading="h1" title="Setting up is for leads and admins">
        Ask one of them to connect payments or to run a drill.
      </EmptyState>
    );
  }
  const [setup, connection, limits] = await Promise.all([
    findSetup(actor),
    findConnection(actor),
    findProposedLimits(actor),
  ]);
  const base = `/t/${tenant.slug}`;
  const isAdmin = mayManageAccess(actor);
  return (
    <>
      <PageHeader
        title="Set up"
        description="Connect payments, find one, refund it, and see what happens when something fails."
      />
      <ol className="flex max-w-prose flex-col gap-4 p-4">
        <Step isDone={setup.isProviderConnected} title="Connect the payment provider">
          <ProviderPart
            slug={tenant.slug}
            connection={connection}
            isAdmin={isAdmin}
            isSimulated={isSimulated}
          />
        </Step>
        <Step isDone={setup.orderCount > 0} title="Take in orders">
          <p>
            {setup.orderCount === 0
              ? "There are no orders yet."
              : `${setup.orderCount.toLocaleString("en")} orders are here.`}{" "}
            Take in the provider’s payments above, import a file, or let the shop send them by the API.
          </p>
          <div className="flex flex-wrap gap-2">
            <LinkButton href={`${base}/setup/import`}>Import a file of orders</LinkButton>
            <LinkButton href={`${base}/orders`}>Find an order</LinkButton>
          </div>
        </Step>
        <Step isDone={setup.hasPolicy} title="Say what is refunded">
          <p>
            A policy bounds every decision. Start from a template, change its clauses, let a second person
            publish it.
          </p>
          <div className="flex">
            <LinkButton href={`${base}/policy`}>Open the policy</LinkButton>
          </div>
        </Step>
        <Step isDone={setup.hasLimits} title="Say who decides how much">
          <LimitsPart base={base} limits={limits} tenantCurrency={tenant.currency} />
        </Step>
        <Step isDone={setup.memberCount > 1} title="Ask your colleagues in">
          <p>
            {isAdmin
              ? "You set up, and decide nothing about money: ask in a lead who does. To try it alone, invite a second address of yours."
              : "Refunds above the limit for two people need a second one."}
          </p>
          <div className="flex">
            <LinkButton href={`${base}/members`}>Invite somebody</LinkButton>
          </div>
        </Step>
        <Step isDone={setup.paidCount > 0} title="See it work, and see it fail">
          <SandboxPart slug={tenant.slug} isSimulated={isSimulated} />
        </Step>
        <li>
          <Card title="CRM and mail">
            <div className="flex flex-col items-start gap-3">
              <p>Where decisions are told, where customers write to, and whether all of it answers.</p>
              <LinkButton href={`${base}/settings/connections`}>Open the connections</LinkButton>
            </div>
          </Card>
        </li>
      </ol>
    </>
  );
}

type StepProps = Readonly<{ isDone: boolean; title: string; children: ReactNode }>;

function Step({ isDone, title, children }: StepProps) {
  const Icon = isDone ? CircleCheck : CircleDashed;
  return (
    <li className="flex gap-3 rounded-md border border-line bg-surface p-4 text-sm">
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-4 shrink-0 ${isDone ? "text-good" : "text-ink-faint"}`}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <h2 className="text-base">
          {title}
          <span className="sr-only">{isDone ? " (done)" : " (still to do)"}</span>
        </h2>
        {children}
      </div>
    </li>
  );
}
