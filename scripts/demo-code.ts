import { Secret, TOTP } from "otpauth";
import { demoFactorSecret } from "./seed/accounts";

// What an authenticator app with the demo's public secret would show: `npm run demo-code`.
const totp = new TOTP({ secret: Secret.fromBase32(demoFactorSecret) });
const secondsLeft = Math.ceil(totp.remaining() / 1_000);
process.stdout.write(`${totp.generate()}  (another ${secondsLeft} s; each code works once)\n`);
