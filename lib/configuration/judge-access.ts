import type { Finding } from "./api";
import type { Facts } from "./facts";
import { missing, note, ok, unsafe } from "./finding";

/** Who gets in, and on which way. */
export const judgeAccess = (facts: Facts): (Finding | null)[] => [
  access(facts),
  address(facts),
  interfaces(facts),
  proxies(facts),
];

function access({ access, onVercel }: Facts): Finding {
  const [id, subject] = ["access", "Access"] as const;
  if (access === "team") return ok(id, subject, "Everybody signs in.");
  if (!onVercel) return ok(id, subject, "Nobody signs in, and only this machine is answered.");
  return missing(
    ...([id, subject] as const),
    "Nobody signs in, so only this machine is answered: a deployment on Vercel answers nobody.",
    "Set `PATCHBAY_ACCESS` to `team`.",
  );
}

function address({ access, address, cameOverHttps }: Facts): Finding | null {
  if (access === "local") return null;
  const [id, subject] = ["address", "Address"] as const;
  if (address === null)
    return missing(
      ...([id, subject] as const),
      "Patchbay does not know the address under which people open it.",
      "Set `PATCHBAY_URL`.",
    );
  if (address === "http")
    return note(
      ...([id, subject] as const),
      "Patchbay is opened over http, which is good for this machine alone: passwords and answers are not encrypted.",
      "Before others use it, put a proxy with a certificate in front and set `PATCHBAY_URL` to its https address.",
    );
  if (cameOverHttps) return ok(id, subject, "Patchbay is opened over https, and so was this page.");
  return note(
    ...([id, subject] as const),
    "Patchbay is opened over https, but nothing shows that this request was.",
    "Look whether the browser shows an https address. If a proxy stands in front, let it send `X-Forwarded-Proto`.",
  );
}

function interfaces({ access, onVercel, listensOn, proxies }: Facts): Finding | null {
  // There, the platform listens.
  if (onVercel) return null;
  const [id, subject] = ["interfaces", "Interfaces"] as const;
  if (listensOn === "this_machine") return ok(id, subject, "Patchbay listens on this machine alone.");
  const where =
    listensOn === "all_interfaces" ? "on every interface" : "on an interface that others can reach";
  if (access === "local")
    return unsafe(
      ...([id, subject] as const),
      `Patchbay listens ${where} although nobody signs in.`,
      "Remove `HOST`, or set `PATCHBAY_ACCESS` to `team`.",
    );
  const around =
    proxies.trusted > 0
      ? "Whoever reaches the port itself comes around the proxy, without https, and can choose the address that sign-in attempts are counted by."
      : "Whoever reaches the port itself comes without https.";
  return note(
    ...([id, subject] as const),
    `Patchbay listens ${where}. ${around}`,
    "Let a firewall or a container's network keep the port to the proxy, or set `HOST` to `127.0.0.1`.",
  );
}

function proxies({ access, onVercel, proxies: { trusted, seen } }: Facts): Finding | null {
  // In local access proxies are refused; on Vercel the platform stands in front.
  if (access === "local" || onVercel) return null;
  const [id, subject] = ["proxies", "Proxies"] as const;
  if (trusted === seen)
    return ok(
      id,
      subject,
      trusted === 0
        ? "No proxy is believed, and none was seen."
        : `As many proxies are believed as were seen: ${seen}.`,
    );
  if (trusted > seen)
    return unsafe(
      ...([id, subject] as const),
      `${trusted} of the proxies in front are believed, and this request came through ${seen}: a client can choose the address that its sign-in attempts are counted by.`,
      `Set \`TRUST_PROXY\` to \`${seen}\`, or close the way that leads around the proxy.`,
    );
  return note(
    ...([id, subject] as const),
    `This request names ${seen} of the proxies in front, and ${trusted} are believed: everybody may seem to come from one address, and be locked out together.`,
    `If all of them are yours, set \`TRUST_PROXY\` to \`${seen}\`.`,
  );
}
