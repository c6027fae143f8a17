import { runDesk } from "./stack/desk";

await runDesk({ isDevelopment: true });
