import "server-only";
import { logger } from "@/lib/platform/logger";

type Download = Readonly<{ name: string; mediaType: string }>;

/**
 * Sends a file while it is being made: a piece is read when the browser has taken the one before it, so no size fills
 * the memory. What fails midway breaks the download off, which is better than a file that only looks whole.
 */
export function downloadResponse({ name, mediaType }: Download, pieces: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        logger.error({ name, err: error }, "a download broke off");
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": `${mediaType}; charset=utf-8`,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
