import { connect, createServer } from "node:net";
import type { Variables } from "./processes";

const loopback = "127.0.0.1";

/** Where each part listens, and which variable moves it. */
const known = {
  web: { port: 3000, variable: "PORT" },
  auth: { port: 54_321, variable: "AUTH_PORT" },
  postgres: { port: 54_322, variable: "POSTGRES_PORT" },
  redis: { port: 56_379, variable: "REDIS_PORT" },
  smtp: { port: 1025, variable: "SMTP_PORT" },
  mail: { port: 1080, variable: "MAIL_PORT" },
  mailIn: { port: 2525, variable: "MAIL_IN_PORT" },
  psp: { port: 12_111, variable: "PSP_PORT" },
  crm: { port: 12_112, variable: "CRM_PORT" },
  github: { port: 12_113, variable: "GITHUB_PORT" },
  workerMetrics: { port: 9464, variable: "METRICS_PORT" },
  webMetrics: { port: 9465, variable: "WEB_METRICS_PORT" },
} as const;

export type PortName = keyof typeof known;
export type Ports = Readonly<Record<PortName, number>>;

const names = Object.keys(known) as PortName[];

/** @throws when a variable holds something that is no port */
export function fixedPorts(given: Variables): Ports {
  return toPorts(names.map((name) => readPort(given, known[name])));
}

function readPort(given: Variables, { port, variable }: { port: number; variable: string }): number {
  const text = given[variable];
  if (!text) return port;
  const chosen = Number(text);
  if (Number.isInteger(chosen) && chosen > 0 && chosen < 65_536) return chosen;
  throw new Error(`${variable} is "${text}", which is no port number between 1 and 65535.`);
}

/**
 * Ports that nobody listens on. They lie below the range that outgoing connections take theirs from, so a part that
 * is stopped and started again finds its own port still free.
 */
export async function freePorts(): Promise<Ports> {
  const found = new Set<number>();
  while (found.size < names.length) {
    const candidate = 20_000 + Math.floor(Math.random() * 12_000);
    if (!found.has(candidate) && (await isFree(candidate))) found.add(candidate);
  }
  return toPorts([...found]);
}

/** @throws one sentence that names the part, the port and the variable that changes it */
export async function requireFreePorts(ports: Ports, wanted: readonly PortName[]): Promise<void> {
  const seen = new Map<number, PortName>();
  for (const name of wanted) {
    const port = ports[name];
    const { variable } = known[name];
    const other = seen.get(port);
    if (other) throw new Error(`Port ${port} is given to both ${other} and ${name}: change ${variable}.`);
    seen.set(port, name);
    if (await isFree(port)) continue;
    throw new Error(
      `Port ${port} (${name}) is in use by another program: stop that program, or choose another port with ${variable}=${port + 1} npm start.`,
    );
  }
}

async function isFree(port: number): Promise<boolean> {
  // Some systems let two programs listen on one port at different addresses, so both questions are asked.
  return (await canListen(port)) && !(await answers(port));
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, loopback, () => server.close(() => resolve(true)));
  });
}

/** True when something accepts connections on the port. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: loopback, timeout: 1_000 });
    const settle = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.once("timeout", () => settle(false));
  });
}

const toPorts = (values: readonly number[]): Ports =>
  Object.fromEntries(names.map((name, index) => [name, values[index]])) as Ports;
