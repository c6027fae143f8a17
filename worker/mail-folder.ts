import { mkdir, readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { maxMailBytes, receiveMail } from "@/lib/modules/mail/receive";
import { logger } from "@/lib/platform/logger";
import { describe, type Loop, startLoop } from "./loop";

const pace = { busyMs: 50, idleMs: 1_000 };
const mailsPerTurn = 50;

/**
 * Empties a maildir, where a mail server or `fetchmail` puts mail: from `new` to `cur` once it is taken, to `refused`
 * when it never will be. What fails for another reason stays and is tried again.
 * @see https://cr.yp.to/proto/maildir.html
 */
export function startMailFolder(folder: string): Loop {
  const places = { new: join(folder, "new"), taken: join(folder, "cur"), refused: join(folder, "refused") };
  let isReady = false;
  return startLoop("mail-folder", pace, async () => {
    if (!isReady) {
      const all = [...Object.values(places), join(folder, "tmp")];
      await Promise.all(all.map((place) => mkdir(place, { recursive: true, mode: 0o700 })));
      isReady = true;
    }
    const names = (await readdir(places.new)).filter((name) => !name.startsWith(".")).toSorted();
    for (const name of names.slice(0, mailsPerTurn)) await takeIn(places, name);
    return names.length > 0;
  });
}

type Places = Readonly<{ new: string; taken: string; refused: string }>;

async function takeIn(places: Places, name: string): Promise<void> {
  const file = join(places.new, name);
  try {
    const { size } = await stat(file);
    const received = size > maxMailBytes ? tooLarge : await receiveMail(await readFile(file));
    const isTaken = received.status === "taken";
    if (!isTaken) logger.warn({ file: name, reason: received.reason }, "a mail of the folder was refused");
    await rename(file, isTaken ? join(places.taken, `${name}:2,S`) : join(places.refused, name));
  } catch (error) {
    // Another worker was faster; the mail is one message all the same.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    logger.error({ file: name, error: describe(error) }, "a mail of the folder could not be taken");
  }
}

const tooLarge = { status: "refused", reason: "too_large" } as const;
