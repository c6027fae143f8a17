import { demoAccounts, demoPassword } from "@/scripts/seed/accounts";
import { build, isBuilt } from "./build";
import { claimInstance } from "./instance";
import { fixedPorts } from "./ports";
import { say, showStep, totalSeconds } from "./progress";
import { createStack, type Stack, surroundingParts } from "./stack";
import { findHome } from "./state";
import { keepRunning } from "./supervise";

let stack: Stack | undefined;
let isStopping = false;

export type DeskOptions = Readonly<{
  /** `next dev` and a worker that restarts on change, in place of the production build. */
  isDevelopment: boolean;
}>;

/** Brings up the whole desk, says where it is and keeps it running until it is told to stop. */
export async function runDesk(options: DeskOptions): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  // The parent is gone without a word: nobody is left to stop the parts.
  process.once("disconnect", () => void stop(0));
  process.on("uncaughtException", (error) => {
    say(`\n${error.stack ?? error.message}`);
    void stop(1);
  });
  try {
    await start(options);
  } catch (error) {
    if (!isStopping) say(`\n${error instanceof Error ? error.message : String(error)}`);
    await stop(1);
  }
}

async function start({ isDevelopment }: DeskOptions): Promise<void> {
  const other = claimInstance(findHome(), `http://localhost:${fixedPorts(process.env).web}`);
  if (other) {
    say(
      `Makegood already runs at ${other.url} (process ${other.pid}): stop it with Ctrl-C, or kill ${other.pid}.`,
    );
    process.exit(0);
  }
  const created = await createStack({ mode: "start", report: showStep, isDevelopment });
  stack = created;
  say("Starting Makegood.");
  await Promise.all([buildWhenChanged(created), created.start([...surroundingParts, "seed"])]);
  await created.start(["worker", "web"]);
  if (isStopping) return;
  for (const service of Object.values(created.services)) keepRunning(service, () => void stop(1));
  announce(created.env);
}

async function buildWhenChanged(target: Stack): Promise<void> {
  if (target.around.isDevelopment || isBuilt(target.around)) return;
  await showStep("Build of the app", () => build(target));
}

function announce(env: Stack["env"]): void {
  say(`\nMakegood is ready (${totalSeconds()}): ${env.SITE_URL}\n`);
  say(`  Sign in with the password ${demoPassword} as`);
  for (const { email, role, tenant } of demoAccounts) {
    say(`    ${email.padEnd(26)} ${role}${tenant ? ` of ${tenant}` : ""}`);
  }
  say("\n  Admins and finance are asked for a code as well: npm run demo-code prints it.");
  if (env.MAIL_URL) say(`\n  Mail catcher        ${env.MAIL_URL}`);
  if (env.MAIL_IN_PORT) sayMailIn(env);
  if (env.PSP_URL) say(`  Payment simulator   ${env.PSP_URL}`);
  if (env.CRM_SINK_URL) say(`  CRM sink            ${env.CRM_SINK_URL}`);
  say(`  Logs                ${stack?.folder}/logs`);
  say("\nStop it with Ctrl-C.");
}

/** How a customer's mail comes in: there is no mail server to send it through on a machine that only tries the desk. */
function sayMailIn({ MAIL_IN_PORT, MAIL_FROM = "" }: Stack["env"]): void {
  const domain = /@([^<>\s]+)/.exec(MAIL_FROM)?.[1] ?? "makegood.test";
  const to = `support+tau-retail@${domain}`;
  say(`  Mail in             ${to} at smtp://127.0.0.1:${MAIL_IN_PORT}`);
  say(`    npm run mail-in -- --from ana@example.com --to ${to} --subject "Where is my parcel?"`);
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  if (stack) {
    say("\nStopping.");
    await stack.stop();
    say("Stopped.");
  }
  process.exit(code);
}
