/**
 * Loaded into a Patchbay before itself (`node --import`), listens to all that it answers and asks for, and tells the
 * test's process of secrets in it. There every byte is met before it is cut, encrypted or gone with a page, whoever
 * asked: a browser, a program or the test itself.
 */
import { subscribe } from "node:diagnostics_channel";
import { ServerResponse } from "node:http";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { createSearch } from "./search.mjs";

// A thread of a Patchbay loads this again, and has nothing to listen to.
const {
  secrets = [],
  made: madeBefore = [],
  upstream = null,
  issuer = null,
} = JSON.parse(process.env.PATCHBAY_CANARIES ?? "{}");
delete process.env.PATCHBAY_CANARIES;

const configured = createSearch();
for (const [name, secret] of secrets) configured.add(name, secret);
/** What was told once, to whoever made it. */
const minted = createSearch();
for (const [name, secret] of madeBefore) minted.add(name, secret);

const heard = { answers: 0, requests: 0, rows: 0 };
const tell = (message) => process.send?.(message);
const reported = new Set();
const report = (found, where) => {
  for (const what of found) {
    const text = `${what} in ${where}`;
    if (!reported.has(text)) tell({ kind: "leak", text });
    reported.add(text);
  }
};

function learn(name, secret) {
  if (minted.knows(secret)) return;
  minted.add(name, secret);
  tell({ kind: "made", name, secret });
}

// --- What it answers ---

const { _storeHeader: storeHeader, write, end } = ServerResponse.prototype;
const ears = new WeakMap();

ServerResponse.prototype._storeHeader = function (...head) {
  const result = storeHeader.apply(this, head);
  ears.set(this, listenTo(this));
  return result;
};
ServerResponse.prototype.write = function (chunk, ...more) {
  const result = write.call(this, chunk, ...more);
  hear(this, chunk, more[0]);
  return result;
};
ServerResponse.prototype.end = function (chunk, ...more) {
  const result = end.call(this, chunk, ...more);
  if (typeof chunk !== "function") hear(this, chunk, more[0]);
  return result;
};

function hear(response, chunk, encoding) {
  if (chunk === undefined || chunk === null) return;
  ears.get(response)?.(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
}

/** Looks through the head of an answer; what comes back looks through its body. */
function listenTo({ req, _header: head }) {
  heard.answers++;
  const path = req.url.split("?")[0];
  const where = `the answer to ${req.method} ${path}`;
  report(configured.find(head), where);
  for (const [, name, value] of head.matchAll(/^set-cookie: ([^=]+)=([\w-]{43});/gim))
    learn(`the session in ${name}`, value);
  // Files of the build hold what the build knew, which is nothing; they are looked through once.
  if (path.startsWith("/_next/static/")) return undefined;

  const [all, once] = [configured.follow(), minted.follow()];
  // Whoever opens a link has its token.
  const mayRepeat = /^\/(api\/)?shared\//.test(path);
  const makes =
    (req.method === "POST" || req.method === "PATCH") && /^content-type: application\/json/im.test(head);
  const listen = (bytes) => {
    report(all(bytes), where);
    if (!mayRepeat) report(once(bytes), where);
    if (makes) learnFrom(bytes.toString("latin1"));
  };
  const packing = /^content-encoding: (\w+)/im.exec(head)?.[1];
  return packing === undefined ? (bytes) => listen(Buffer.from(bytes)) : unpack(packing, listen);
}

function unpack(packing, listen) {
  const unpacker = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress }[packing]();
  unpacker.on("data", listen);
  // Whoever leaves early leaves it broken off.
  unpacker.on("error", () => {});
  return (bytes) => unpacker.write(bytes);
}

/** Keys, secrets and links as they are told to whoever makes them. */
const MINTED =
  /"(?:pb-v1-[\w]{8}(?<key>\w{43})|pb-whs-(?<webhook>[\w-]{43})|pb-share-(?<share>[\w-]{43})|[^"]*\/(?:setup|invite|reset)#(?<link>[\w-]{43}))"/g;

function learnFrom(text) {
  for (const { groups } of text.matchAll(MINTED))
    for (const [name, secret] of Object.entries(groups))
      if (secret !== undefined) learn(`a ${name}'s secret`, secret);
}

// --- What it asks for ---

subscribe("undici:request:create", ({ request }) => {
  heard.requests++;
  const { origin, path, method, headers, body } = request;
  const where = `the request ${method} ${path.split("?")[0]} to ${origin}`;
  const own = ownSecrets(String(origin), path);
  const head = Array.isArray(headers) ? pairs(headers) : String(headers ?? "").split("\r\n");
  const rest = head.filter((line) => !own.headers.includes(line.replace(/^authorization/i, "authorization")));
  for (const content of [path, rest.join("\r\n"), body]) {
    if (typeof content !== "string" && !(content instanceof Uint8Array)) continue;
    const found = [...configured.find(content), ...minted.find(content)];
    report(
      found.filter((what) => !own.names.some((name) => what.startsWith(`${name} `))),
      where,
    );
  }
});

/** The one place where a key belongs, and whom a secret is shared with. */
function ownSecrets(origin, path) {
  const of = (name) => secrets.find(([known]) => known === name)?.[1];
  if (upstream !== null && origin === new URL(upstream).origin) {
    const isManaged = /\/(activity|credits)(\?|$)/.test(path);
    const keys = ["OPENROUTER_API_KEY", ...(isManaged ? ["OPENROUTER_MANAGEMENT_KEY"] : [])];
    return { headers: keys.map((name) => `authorization: Bearer ${of(name)}`), names: [] };
  }
  const isProvider = issuer !== null && origin === new URL(issuer).origin;
  return { headers: [], names: isProvider ? ["OIDC_CLIENT_SECRET"] : [] };
}

const pairs = (flat) =>
  flat.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${flat[index + 1]}`] : []));

// --- What it has written down ---

process.on("message", async ({ kind, made = [] }) => {
  if (kind !== "search") return;
  reported.clear();
  for (const [name, secret] of made) minted.add(name, secret);
  try {
    const { db } = await globalThis[Symbol.for("patchbay.services")];
    heard.rows = await searchDatabase(db.$client);
    tell({ kind: "searched", heard });
  } catch (error) {
    tell({ kind: "searched", heard, failure: String(error) });
  }
});
// Waiting for that question keeps nobody alive.
process.channel?.unref();

/** All columns of all rows, as text; bytes come as hexadecimal. @returns the number of rows */
async function searchDatabase(client) {
  let count = 0;
  const { rows: tables } = await client.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables) {
    const { rows } = await client.query(`select t::text as text from ${name} t`);
    count += rows.length;
    for (const { text } of rows) {
      report(configured.find(text), `the table ${name}`);
      // What signs has to be there.
      const found = minted
        .find(text)
        .filter((what) => !/^a webhook's/.test(what) || !/alert_channel$/.test(name));
      report(found, `the table ${name}`);
    }
  }
  return count;
}
