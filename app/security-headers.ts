/** What every answer says to browsers; `next.config.ts` sets them, and whoever answers without Next. */
export const EVERYWHERE = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-DNS-Prefetch-Control", value: "off" },
  {
    key: "Permissions-Policy",
    value:
      "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
  },
];

/** Data and files are never documents; opened as one, they may do nothing. Pages get theirs from `proxy.ts`. */
export const INERT = [
  { key: "Content-Security-Policy", value: "default-src 'none'; sandbox; frame-ancestors 'none'" },
];

/** Whoever has the address of a shared conversation reads it, so no search engine should. */
export const UNLISTED = [{ key: "X-Robots-Tag", value: "noindex, nofollow" }];

/** A worker goes by what its own file says: it loads our scripts, and reaches nothing and nobody else. */
export const WORKER = [
  {
    key: "Content-Security-Policy",
    value: "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  },
];
