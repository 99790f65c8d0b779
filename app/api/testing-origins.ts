/** A way to set Patchbay up, and the addresses at which it is then opened. */
export type Installation = {
  environment: Record<string, string>;
  isTeam: boolean;
  /** Host header → the origin of the pages under it. The first is where people usually open it. */
  served: ReadonlyMap<string, string>;
};

const HERE = new Map(
  ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"].map((host) => [host, `http://${host}`]),
);
const FORWARDED_PORT = "https://localhost:8443";
const TEAM = {
  ...{ PATCHBAY_ACCESS: "team", PATCHBAY_URL: "https://patchbay.example", AUTH_SECRET: "s".repeat(32) },
};

export const INSTALLATIONS: Record<string, Installation> = {
  local: { environment: {}, isTeam: false, served: HERE },
  "local, under a second address and with a proxy": {
    environment: { PATCHBAY_URL: FORWARDED_PORT, TRUST_PROXY: "1" },
    isTeam: false,
    served: new Map([["localhost:8443", FORWARDED_PORT], ...HERE]),
  },
  team: {
    environment: TEAM,
    isTeam: true,
    served: new Map([["patchbay.example", TEAM.PATCHBAY_URL]]),
  },
  "team behind a proxy": {
    environment: { ...TEAM, TRUST_PROXY: "1" },
    isTeam: true,
    served: new Map([["patchbay.example", TEAM.PATCHBAY_URL]]),
  },
};

/** What a browser or a program says about where a request goes and comes from; null where it says nothing. */
export type Cell = {
  host: string | null;
  origin: string | null;
  site: string | null;
  forwardedHost: string | null;
};

const SITES = ["same-origin", "same-site", "cross-site", "none", null];
const FOREIGN = "attacker.example";

/** Every Host with every Origin, Sec-Fetch-Site and X-Forwarded-Host. */
export function cellsOf({ served }: Installation): Cell[] {
  const [[host, page] = ["", ""]] = served;
  const { protocol, hostname } = new URL(page);
  const port = host.slice(hostname.length);
  const otherScheme = protocol === "https:" ? "http:" : "https:";
  const hosts = [
    ...served.keys(),
    host.toUpperCase(),
    `${hostname}.${port}`,
    `${hostname}:3001`,
    `app.${host}`,
    // What DNS rebinding leaves in the header: the name that the browser believes it talks to.
    `${FOREIGN}${port}`,
    `${host}.${FOREIGN}`,
    `${host}, ${FOREIGN}`,
    "[::1]:3000",
    "[::ffff:127.0.0.1]:3000",
    "",
    null,
  ];
  const origins = [
    page,
    `${otherScheme}//${host}`,
    `${protocol}//${hostname}:3001`,
    `${protocol}//app.${host}`,
    `${protocol}//${hostname}.${port}`,
    `${protocol}//${FOREIGN}`,
    "null",
    null,
  ];
  return [...new Set(hosts)].flatMap((host) => {
    // A page of a foreign name is of one origin with what it asks under that name.
    const own = host === null ? [] : [`${protocol}//${host.toLowerCase()}`, `${otherScheme}//${host}`];
    return [...new Set([...origins, ...own])].flatMap((origin) =>
      SITES.flatMap((site) =>
        [null, [...served.keys()][0] ?? "", FOREIGN].map((forwardedHost) => ({
          ...{ host, origin, site, forwardedHost },
        })),
      ),
    );
  });
}

/** Of them what is a page's own request but for two things at most. */
export function nearbyCells(installation: Installation): Cell[] {
  const [[host, page] = ["", ""]] = installation.served;
  const own: Cell = { host, origin: page, site: "same-origin", forwardedHost: null };
  const strangeness = (cell: Cell) =>
    (Object.keys(own) as (keyof Cell)[]).filter((axis) => cell[axis] !== own[axis]).length;
  return cellsOf(installation).filter((cell) => strangeness(cell) <= 2);
}

/** What a handler was promised to be more lenient about. */
export type Exception = {
  /** It answers under any name. */
  anyHost?: boolean;
  /** It looks at no cookie, so that a program may write in a team without naming an origin. */
  cookieless?: boolean;
};

/**
 * The statuses of all that docs/security.md and docs/team.md find wrong with a request; it is let in when there is
 * none. Written from what they promise, and not from the gate.
 */
export function wrongsOf(
  { isTeam, served }: Installation,
  isWrite: boolean,
  { host, origin, site, forwardedHost }: Cell,
  { anyHost = false, cookieless = false }: Exception = {},
): (403 | 421)[] {
  // Names are the same in capitals.
  const name = host?.toLowerCase() ?? "";
  const page = served.get(name);
  const wrongs: (403 | 421)[] = [];
  if (page === undefined && !anyHost) wrongs.push(421);
  // Where nobody signs in, nobody comes through a proxy, whatever is said of how many are believed.
  if (!isTeam && !anyHost && forwardedHost !== null && forwardedHost !== name) wrongs.push(403);
  const fromElsewhere = site === "cross-site" || site === "same-site";
  if (fromElsewhere) wrongs.push(403);
  else if (origin !== null && origin !== page) wrongs.push(403);
  // No browser calls a page's own request anything else, so that whoever names an origin is no link that was typed.
  else if (origin !== null && site === "none") wrongs.push(403);
  // A browser names the origin of every write, so this is none of a page; and in a team a cookie could stand behind it.
  else if (origin === null && isWrite && (site !== null || (isTeam && !cookieless))) wrongs.push(403);
  return wrongs;
}

/** The headers of a request as it arrives. */
export function headersOf({ host, origin, site, forwardedHost }: Cell): Record<string, string> {
  const said = { host, origin, "sec-fetch-site": site, "x-forwarded-host": forwardedHost };
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
