import type { NextConfig } from "next";
import { leaveOutReact } from "./scripts/stack/plain-pages";

const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

// The tests build beside a desk that runs, and Next insists on naming the folder of its types in the tsconfig it reads.
const distDir = process.env.NEXT_DIST_DIR || ".next";

const config: NextConfig = {
  distDir,
  typescript:
    distDir === ".next-test"
      ? // The tests look at the types in a step of their own.
        { tsconfigPath: "tsconfig.test.json", ignoreBuildErrors: true }
      : {},
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimiser decodes hostile formats and nothing here needs it.
  images: { unoptimized: true },
  // The middleware keeps a copy of each body, and cuts it off at 10 MB otherwise: files are that large.
  experimental: {
    // A file of orders, or photos of what arrived broken, travel in one form.
    serverActions: { bodySizeLimit: "11mb" },
    proxyClientMaxBodySize: "11mb",
  },
  serverExternalPackages: ["pino", "prom-client", "bullmq", "ioredis", "postgres"],
  compiler: {
    runAfterProductionCompile: async ({ distDir }) =>
      leaveOutReact(distDir, "/help/[tenant]/", "app/help/[tenant]/form-script.ts"),
  },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default config;
