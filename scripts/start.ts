import { runDesk } from "./stack/desk";

await runDesk({ isDevelopment: false });
