import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { env } from "@/lib/platform/env";

// Our own machines and networks, and what routes nowhere (RFC 6890). A tenant names an address, and must not make us
// knock on doors that only we can reach.
const closed = new BlockList();
for (const [network, prefix] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 3],
  ] as const),
] as const) {
  closed.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ...([
    ["::", 96],
    ["::ffff:0:0", 96],
    ["64:ff9b::", 96],
    ["fc00::", 7],
    ["fe80::", 10],
    ["ff00::", 8],
  ] as const),
] as const) {
  closed.addSubnet(network, prefix, "ipv6");
}

const isClosed = (address: string): boolean => closed.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

const closedWords = "Only addresses on the open internet can be reached.";

/** Why messages cannot go to this address; undefined when they can. The installation's own CRM may stand anywhere. */
export function refusalOf(address: string): string | undefined {
  if (address === env.CRM_URL) return undefined;
  const { protocol, hostname } = new URL(address);
  if (protocol !== "https:") return "Messages go to addresses with https:// alone.";
  const literal = hostname.replace(/^\[|\]$/g, "");
  return isIP(literal) !== 0 && isClosed(literal) ? closedWords : undefined;
}

/** Finds a name's addresses on the open internet, at the moment of the call: a name may point elsewhere by then. */
export const lookUpOpen: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, []);
    const open = found.filter(({ address }) => !isClosed(address));
    const [first] = open;
    if (!first) return callback(new Error(closedWords), []);
    return options.all ? callback(null, open) : callback(null, first.address, first.family);
  });
