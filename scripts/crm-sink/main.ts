import { requireVariable, stopOnSignal } from "@/scripts/psp/local-http";
import { startCrmSink } from "./crm-sink";

const sink = await startCrmSink({
  port: Number(process.env.CRM_PORT ?? "12112"),
  dataDir: requireVariable("CRM_DATA_DIR"),
  secret: requireVariable("CRM_SECRET"),
});
stopOnSignal(sink.close);
process.stdout.write(`CRM sink listening on ${sink.url}\n`);
