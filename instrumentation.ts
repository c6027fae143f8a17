/** Runs once when the web process starts. The Edge runtime has neither sockets nor metrics. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next replaces this very expression when it builds for each runtime.
  if (process.env.NEXT_RUNTIME === "nodejs") await import("./instrumentation-node");
}
