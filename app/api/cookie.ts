import type { Environment } from "../env";

type Address = Pick<Environment, "PATCHBAY_URL" | "PORT">;

const isSecure = ({ PATCHBAY_URL: url }: Address): boolean => url?.startsWith("https:") ?? false;

/** Browsers take a `__Host-` cookie from this very host alone, over https. Cookies of http do not know ports apart. */
export const cookieName = (address: Address): string =>
  isSecure(address)
    ? "__Host-patchbay"
    : `patchbay-${new URL(address.PATCHBAY_URL ?? "http://localhost").port || 80}`;

/** What a browser keeps while its person is at a provider. */
export const ticketName = (address: Address): string => `${cookieName(address)}-oidc`;

/** What has a browser keep a session, or what else it is named for, or forget it where there is none. */
export function cookieOf(
  address: Address,
  token: string | null,
  seconds: number,
  name = cookieName(address),
): string {
  const secure = isSecure(address) ? "; Secure" : "";
  const value = `${token ?? ""}; Path=/; Max-Age=${token === null ? 0 : seconds}`;
  return `${name}=${value}; HttpOnly; SameSite=Lax${secure}`;
}

/** The value of a cookie; null where there is none, or two and nobody knows which. */
export function readCookie(headers: Headers, name: string): string | null {
  const values = (headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
}
