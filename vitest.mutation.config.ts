import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The pure rules about money and their tests, without a database: what `npm run mutation` changes and runs. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  ssr: { resolve: { conditions: ["react-server", "node", "import"], externalConditions: ["react-server"] } },
  test: {
    include: ["lib/modules/{policies,decisions,refunds}/**/*.test.ts"],
    // A property runs a thousand times what an example runs once: too dear to run against each of two thousand changes.
    exclude: ["**/*.{integration,property}.test.ts", "node_modules/**"],
    // One worker reads the modules once for all files: three times as fast, and these tests share no state.
    isolate: false,
    testTimeout: 30_000,
  },
});
