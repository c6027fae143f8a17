import { findDocumentWords } from "@/lib/web/portal-page";

export default async function PortalNotFoundPage() {
  const { errors } = await findDocumentWords();
  return (
    <>
      <h1 className="text-2xl">{errors.notFound.title}</h1>
      <p className="text-ink-muted">{errors.notFound.text}</p>
    </>
  );
}
