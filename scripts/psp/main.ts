import { requireVariable, stopOnSignal } from "./local-http";
import { startPsp } from "./psp";

const psp = await startPsp({
  port: Number(process.env.PSP_PORT ?? "12111"),
  dataDir: requireVariable("PSP_DATA_DIR"),
  secretKey: requireVariable("STRIPE_SECRET_KEY"),
  webhookSecret: requireVariable("STRIPE_WEBHOOK_SECRET"),
  webhookUrl: process.env.PSP_WEBHOOK_URL || undefined,
});
stopOnSignal(psp.close);
process.stdout.write(`Payment simulator listening on ${psp.url}\n`);
