import { formatDecimal } from "@/lib/core/money";
import type { ModelChange } from "./changes-api";
import { describeChange, describeEffect } from "./describe-change";
import { modelPath } from "./model-path";

type Feed = {
  /** `http://localhost:3000`, without a slash at the end. */
  origin: string;
  /** The feed's own address below it. */
  path: string;
  changes: readonly ModelChange[];
  /** When the list was last looked at, for a feed without entries. */
  updated: Date;
};

const TITLE = "Model prices and changes";
/** One for all installations: entries are told apart by their own ids. */
const FEED_ID = "urn:uuid:6d6f6465-6c73-4e77-8174-636865730000";

/** Changes as an Atom feed (RFC 4287). Entries keep their ids for ever. */
export function toAtom({ origin, path, changes, updated }: Feed): string {
  const entries = changes.map((change) => {
    const url = `${origin}/models/${modelPath(change.model)}`;
    return [
      "  <entry>",
      `    <id>urn:uuid:${change.id}</id>`,
      `    <title>${escapeXml(titleOf(change))}</title>`,
      `    <link rel="alternate" type="text/html" href="${escapeXml(url)}"/>`,
      `    <updated>${change.at.toISOString()}</updated>`,
      ...change.differences.map(({ kind }) => `    <category term="${kind}"/>`),
      `    <content type="text">${escapeXml(textOf(change))}</content>`,
      "  </entry>",
    ].join("\n");
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <id>${FEED_ID}</id>`,
    `  <title>${TITLE}</title>`,
    "  <author><name>Patchbay</name></author>",
    `  <link rel="self" type="application/atom+xml" href="${escapeXml(origin + path)}"/>`,
    `  <link rel="alternate" type="text/html" href="${escapeXml(`${origin}/models/changes`)}"/>`,
    `  <updated>${(changes[0]?.at ?? updated).toISOString()}</updated>`,
    ...entries,
    "</feed>",
    "",
  ].join("\n");
}

/** Changes as a JSON Feed (version 1.1), for programs: `_patchbay` holds both sides in full. */
export const toJsonFeed = ({ origin, path, changes }: Feed) => ({
  version: "https://jsonfeed.org/version/1.1",
  title: TITLE,
  home_page_url: `${origin}/models/changes`,
  feed_url: `${origin}${path}`,
  items: changes.map((change) => ({
    id: `urn:uuid:${change.id}`,
    url: `${origin}/models/${modelPath(change.model)}`,
    title: titleOf(change),
    content_text: textOf(change),
    date_published: change.at.toISOString(),
    tags: change.differences.map(({ kind }) => kind),
    _patchbay: {
      model: change.model,
      differences: change.differences,
      uses: change.uses,
      effect_usd: change.effect?.amount == null ? null : formatDecimal(change.effect.amount),
    },
  })),
});

const titleOf = (change: ModelChange): string => `${change.name}: ${describeChange(change).join("; ")}`;

function textOf(change: ModelChange): string {
  const nearest =
    change.isGone && change.nearest !== null ? `The nearest living model is ${change.nearest}.` : null;
  const lines = [change.model, ...describeChange(change), describeEffect(change.effect), nearest];
  return lines.filter((line) => line !== null).join("\n");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for XML 1.0, which has no place for control characters and unpaired surrogates. */
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not remain
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
