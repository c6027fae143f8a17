import { describe, expect, it } from "vitest";
import { localInput, snoozePresets } from "./snooze-times";

const wednesday = new Date(2026, 10, 25, 15, 30);

describe("times to snooze until", () => {
  it("are all to come, each once, and begin a working morning", () => {
    for (let day = 0; day < 7; day += 1) {
      const now = new Date(2026, 10, 22 + day, 15, 30);
      const presets = snoozePresets(now);
      expect(presets.every(({ until }) => until > now)).toBe(true);
      expect(new Set(presets.map(({ until }) => until.getTime())).size).toBe(presets.length);
      const monday = presets.find(({ label }) => label === "Monday morning")?.until;
      if (monday) expect([monday.getDay(), monday.getHours()]).toEqual([1, 9]);
    }
  });

  it("are written as the browser's field takes them", () => {
    expect(localInput(wednesday)).toBe("2026-11-25T15:30");
  });
});
