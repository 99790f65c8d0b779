import "server-only";
import { type LookupAddress, type LookupOptions, lookup as resolveName } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Everything that is not the public internet: this machine, private networks, link-local addresses and reserved ones. */
const NOT_PUBLIC = new BlockList();
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
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
  ] as const),
  ...([
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
  ] as const),
  ...([
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ] as const),
] as const) {
  NOT_PUBLIC.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  // Also what stands for an older address, and so may stand for a private one.
  ...([
    ["::", 96],
    ["64:ff9b::", 96],
    ["64:ff9b:1::", 48],
    ["2001::", 23],
    ["2002::", 16],
  ] as const),
  ...([
    ["100::", 64],
    ["2001:db8::", 32],
    ["fc00::", 7],
    ["fe80::", 10],
    ["fec0::", 10],
    ["ff00::", 8],
  ] as const),
] as const) {
  NOT_PUBLIC.addSubnet(network, prefix, "ipv6");
}

/** Whether an address is one of the public internet; also one that is written as a mapped IPv6 address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address.replace(/%.*$/, ""));
  return family !== 0 && !NOT_PUBLIC.check(address.replace(/%.*$/, ""), family === 4 ? "ipv4" : "ipv6");
}

/** Where messages must not go. The words are for people and hold no address. */
export class ReachError extends Error {
  override readonly name = "ReachError";
}

const PRIVATE =
  "The address leads to this machine or into a private network. ALERTS_PRIVATE_NETWORK=1 would allow that.";

export type Reach = {
  /** Why nothing is sent to an address, as far as the address itself says; null when it may be tried. */
  refusal(address: string): string | null;
  /** Looks a name up once, and has the connection go to what was found: a second look could find something else. */
  lookup: LookupFunction;
};

type Resolve = (
  name: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/**
 * What may be sent to. Where people sign in, they must not use this server to reach what only it can reach; where nobody
 * does, it is their own machine.
 */
export function createReach({
  isTeam,
  allowPrivate,
  resolve = resolveName as Resolve,
}: {
  isTeam: boolean;
  allowPrivate: boolean;
  resolve?: Resolve;
}): Reach {
  const isGuarded = isTeam && !allowPrivate;
  return {
    refusal(address) {
      if (!URL.canParse(address)) return "The address cannot be read.";
      const { protocol, hostname } = new URL(address);
      const host = hostname.replace(/^\[|\]$/g, "");
      if (protocol !== "https:" && !(protocol === "http:" && !isTeam && isThisMachine(host)))
        return isTeam
          ? "The address must begin with https."
          : "The address must begin with https; http is for this machine only.";
      // What is written as a number is connected to without being looked up.
      return isGuarded && isIP(host) !== 0 && !isPublicAddress(host) ? PRIVATE : null;
    },
    lookup(name, options, done) {
      resolve(name, { ...options, all: true }, (error, found) => {
        const [first] = found ?? [];
        if (error || !first) return done(error ?? new ReachError("The name is not known."), "", 0);
        // One private address among public ones is enough: which of them is taken is not ours to say.
        if (isGuarded && !found.every(({ address }) => isPublicAddress(address)))
          return done(new ReachError(PRIVATE), "", 0);
        if (options.all) done(null, found);
        else done(null, first.address, first.family);
      });
    },
  };
}

const isThisMachine = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
