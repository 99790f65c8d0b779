const TYPES = { csv: "text/csv", json: "application/json", markdown: "text/markdown" } as const;

type About = { name: string; type: keyof typeof TYPES; headers?: Record<string, string> };

/** An answer that a browser saves and never shows as a page of ours. */
export const asFile = (body: BodyInit, { name, type, headers = {} }: About): Response =>
  new Response(body, {
    headers: {
      "content-type": `${TYPES[type]}; charset=utf-8`,
      "content-disposition": `attachment; filename="${name}"`,
      "content-security-policy": "sandbox",
      ...headers,
    },
  });

/** For those that are written while they are read: nothing in between may collect or pack them. */
export const WHILE_READ = { "cache-control": "no-store, no-transform", "x-accel-buffering": "no" };
