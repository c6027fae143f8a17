/** Who may import whom. Each rule is one sentence of docs/architecture.md, and each is broken on purpose by a test. */

// The order of the modules: a later one may import an earlier one, never the reverse.
const modules = [
  "audit",
  "outbox",
  "notices",
  "access",
  "accounts",
  "orders",
  "policies",
  "payments",
  "cases",
  "effects",
  "refunds",
  "decisions",
  "portal",
  "mail",
  "crm",
  "onboarding",
  "incidents",
  "reports",
];

const rule = (name, from, to) => ({ name, severity: "error", from, to });
const runtime = { dependencyTypesNot: ["type-only"] }; // Type-only imports vanish at build time.
const tests = "\\.test\\.ts$";

const layers = modules
  .slice(0, -1)
  .map((module, index) =>
    rule(
      `${module}-knows-no-later-module`,
      { path: `^lib/modules/${module}/`, pathNot: tests },
      { path: `^lib/modules/(${modules.slice(index + 1).join("|")})/`, ...runtime },
    ),
  );

module.exports = {
  forbidden: [
    rule("no-cycles", {}, { circular: true, viaOnly: runtime }),
    rule("imports-resolve", {}, { couldNotResolve: true }),
    rule(
      "lib-knows-no-callers",
      { path: "^lib/", pathNot: tests },
      { path: "^(app|components|worker|scripts|e2e|middleware)" },
    ),
    rule("app-and-worker-meet-in-lib", { path: "^worker/" }, { path: "^(app|components)/" }),
    rule(
      "app-runs-no-jobs",
      { path: "^(app|components)/" },
      { path: "^worker/|^lib/modules/[^/]+/jobs\\.ts$|node_modules/(bullmq|ioredis)/" },
    ),
    rule(
      "platform-knows-no-domain",
      { path: "^lib/platform/", pathNot: tests },
      { path: "^lib/(modules|web)/" },
    ),
    rule(
      "modules-know-no-framework",
      { path: "^(lib/modules|lib/platform|worker)/" },
      { path: "^lib/web/|node_modules/(next|react|react-dom)/" },
    ),
    rule(
      "tables-are-private",
      { path: "^(app|components|worker|lib/web|lib/platform)/" },
      { path: "^lib/modules/[^/]+/tables\\.ts$" },
    ),
    rule(
      "tables-are-private-to-their-module",
      { path: "^lib/modules/([^/]+)/", pathNot: "/(tables|queries)\\.ts$" },
      { path: "^lib/modules/[^/]+/tables\\.ts$", pathNot: "^lib/modules/$1/" },
    ),
    rule(
      "jobs-are-the-workers",
      { path: "^lib/", pathNot: tests },
      { path: "^lib/modules/[^/]+/jobs\\.ts$" },
    ),
    rule(
      "schema-and-policy-are-pure",
      { path: "^lib/modules/[^/]+/(schema|terms|policy|rules|words|events)\\.ts$" },
      {
        path: "^lib/(platform/(db|env|redis|logger|metrics|hops)|web/)|^lib/modules/[^/]+/(tables|queries|commands|jobs)\\.ts$|node_modules/(drizzle-orm|postgres|bullmq|ioredis|next)/",
        ...runtime,
      },
    ),
    rule(
      "components-only-present",
      { path: "^components/" },
      {
        path: "^lib/",
        pathNot: "^lib/modules/[^/]+/(schema|terms|policy|words)\\.ts$|^lib/platform/(money|actor)\\.ts$",
        ...runtime,
      },
    ),
    rule(
      "sql-stays-in-lib",
      { path: "^(app|components|worker)/", pathNot: tests },
      { path: "node_modules/(drizzle-orm|postgres)/" },
    ),
    rule(
      "products-know-no-tests",
      { path: "^(app|components|lib/(modules|platform|web)|worker)/", pathNot: tests },
      { path: "^lib/testing/|^e2e/|node_modules/vitest/" },
    ),
    ...layers,
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.next" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
