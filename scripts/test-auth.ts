import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { startGitHub } from "./github/github";
import { build } from "./stack/build";
import { prepareOutsideDatabase } from "./stack/migrate";
import { say } from "./stack/progress";
import { surroundingParts } from "./stack/stack";
import { createTestStack, withCleanUp } from "./stack/test-run";
import { createTally, runPlaywright, runVitest } from "./stack/test-steps";

const usage = `npm run test:auth [-- --url <Supabase URL> --db <its database, as administrator> --mail <its mail catcher>
  [--key <publishable key>] [--jwt-secret <for HS256>] [--issuer <of its tokens, if not the URL>]
  [--github-port <where that server expects a GitHub whose client is stand-in:stand-in>]]
Everything about accounts, on the embedded auth server or on the one named. The database gets our roles and tables: use
one that is for tests alone.`;

const { values: given } = parseArgs({
  options: {
    url: { type: "string" },
    db: { type: "string" },
    mail: { type: "string" },
    key: { type: "string", default: "sb_publishable_test" },
    "jwt-secret": { type: "string" },
    issuer: { type: "string" },
    "github-port": { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (given.help) {
  say(usage);
  process.exit(0);
}

await withCleanUp(async () => {
  const outside = await prepareOutside();
  const tally = createTally();
  const stack = await createTestStack(outside);
  const isBuilt = await tally.check("build", () => build(stack));
  const isUp =
    isBuilt &&
    (await tally.attempt("desk", async () => {
      await stack.start([...surroundingParts, "seed"]);
      await stack.start(["worker", "web"]);
    }));
  if (isUp) {
    await runVitest(tally, stack, "integration", "isolation", "lib/modules/accounts", "lib/modules/access");
    await runPlaywright(tally, stack, "e2e/auth");
  }
  const { passed, failed } = tally.total;
  say(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
});

/** Settings of an auth server that is not ours, with our part of its database made ready; undefined for our own. */
async function prepareOutside(): Promise<Record<string, string> | undefined> {
  const { url, db, mail, key } = given;
  if (!url && !db && !mail) return undefined;
  if (!url || !db || !mail) throw new Error(usage);
  const github = given["github-port"] && (await startGitHub(Number(given["github-port"])));
  const passwordOf = () => randomBytes(18).toString("base64url");
  const logins = ["makegood_owner", "makegood_app", "makegood_worker"].map((role) => ({
    role,
    password: passwordOf(),
  }));
  await prepareOutsideDatabase(db, logins);
  const [ownerUrl = "", appUrl = "", workerUrl = ""] = logins.map(({ role, password }) => {
    const address = new URL(db);
    address.username = role;
    address.password = password;
    return address.href;
  });
  return {
    SUPABASE_URL: url.replace(/\/$/, ""),
    SUPABASE_PUBLISHABLE_KEY: key,
    AUTH_MAIL_URL: mail.replace(/\/$/, ""),
    DATABASE_ADMIN_URL: db,
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_URL: appUrl,
    DATABASE_WORKER_URL: workerUrl,
    ...(github && { GITHUB_URL: github.url }),
    ...(given["jwt-secret"] && { AUTH_JWT_SECRET: given["jwt-secret"] }),
    ...(given.issuer && { AUTH_ISSUER: given.issuer }),
  };
}
