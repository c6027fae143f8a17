import { cp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { createService, type Service } from "./processes";
import { makeFolder } from "./state";

export type RedisService = Service &
  Readonly<{
    /** Keeps a copy of the data as they are on the disk now. */
    copyData: () => Promise<void>;
    /** Puts the copy in the place of the data. Only while it is stopped. */
    restoreData: () => Promise<void>;
  }>;

export type RedisOptions = Readonly<{ folder: string; port: number }>;

/** Redis as production runs it: append-only file, nothing evicted, this machine only. */
export function createRedis({ folder, port }: RedisOptions): RedisService {
  const data = join(folder, "redis");
  const copy = join(folder, "redis-copy");
  makeFolder(data, 0o700);
  const settings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: data,
    appendonly: "yes",
    appendfsync: "everysec",
    "maxmemory-policy": "noeviction",
    save: "",
  };
  const service = createService(
    {
      name: "redis",
      program: "redis-server",
      args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      env: { PATH: process.env.PATH },
      isReady: () => answersPing(port),
    },
    folder,
  );
  const replace = async (from: string, to: string) => {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true });
  };
  return {
    ...service,
    copyData: () => replace(data, copy),
    restoreData: async () => {
      if (service.isRunning())
        throw new Error("Redis still runs: its data can only be replaced while it is stopped.");
      await replace(copy, data);
    },
  };
}

/** Redis accepts connections while it still loads its data; then it answers, but not with PONG. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 1_000 });
    const settle = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once("connect", () => socket.write("PING\r\n"));
    socket.once("data", (answer) => settle(answer.toString().startsWith("+PONG")));
    socket.once("error", () => settle(false));
    socket.once("timeout", () => settle(false));
  });
}
