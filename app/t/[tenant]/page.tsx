import { redirect } from "next/navigation";
import { requireDesk } from "./desk";

export default async function DeskPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { tenant } = await requireDesk((await params).tenant);
  redirect(`/t/${tenant.slug}/inbox`);
}
