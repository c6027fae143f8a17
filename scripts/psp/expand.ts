import { PspError } from "./errors";
import { chargeOf, requireCharge, requirePaymentIntent } from "./payments";
import { paymentIntentShape } from "./shapes";
import type { Simulator } from "./simulator";

type Shape = Record<string, unknown>;

const load: Record<string, (psp: Simulator, id: string) => unknown> = {
  latest_charge: (psp, id) => chargeOf(psp, requireCharge(psp, id)),
  charge: (psp, id) => chargeOf(psp, requireCharge(psp, id)),
  payment_intent: (psp, id) => paymentIntentShape(requirePaymentIntent(psp, id)),
};

/** Replaces ids by the objects they name: `latest_charge`, `charge.payment_intent`, `data.charge` … */
export function expand(psp: Simulator, body: unknown, paths: readonly string[]): unknown {
  return paths.reduce((shape, path) => expandPath(psp, shape as Shape, path.split("."), path), body);
}

function expandPath(psp: Simulator, shape: Shape, steps: readonly string[], path: string): Shape {
  const [step = "", ...rest] = steps;
  const value = shape[step];
  if (step === "data" && Array.isArray(value)) {
    return { ...shape, data: value.map((item: Shape) => expandPath(psp, item, rest, path)) };
  }
  const loadObject = load[step];
  if (!loadObject || value === undefined) {
    throw new PspError(400, `This property cannot be expanded (${path}).`, { param: "expand" });
  }
  const object = (typeof value === "string" ? loadObject(psp, value) : value) as Shape;
  return { ...shape, [step]: rest.length > 0 ? expandPath(psp, object, rest, path) : object };
}
