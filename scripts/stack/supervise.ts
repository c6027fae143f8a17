import { setTimeout as delay } from "node:timers/promises";
import { describeEnd, type Service } from "./processes";
import { say } from "./progress";

const restartDelaysMs = [500, 2_000, 5_000, 15_000];
const forgivenAfterMs = 60_000;

/**
 * Starts a part again when it ends by itself, a few times with growing pauses.
 * @param giveUp is called when it keeps ending
 */
export function keepRunning(service: Service, giveUp: () => void): void {
  let failures = 0;
  let failedAt = 0;
  const revive = async () => {
    if (performance.now() - failedAt > forgivenAfterMs) failures = 0;
    failedAt = performance.now();
    const pauseMs = restartDelaysMs[failures];
    failures += 1;
    if (pauseMs === undefined) {
      say(`${service.name} keeps ending: giving up.`);
      giveUp();
      return;
    }
    say(`Starting ${service.name} again in ${pauseMs / 1_000} s.`);
    await delay(pauseMs);
    if (!service.isWanted()) return;
    try {
      await service.start();
      say(`${service.name} runs again.`);
    } catch (error) {
      if (!service.isWanted()) return;
      say(error instanceof Error ? error.message : String(error));
      await revive();
    }
  };
  service.onCrash((exit) => {
    say(`\n${describeEnd(service.name, exit, service.logFile)}`);
    void revive();
  });
}
