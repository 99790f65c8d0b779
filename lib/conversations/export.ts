import { formatUsd } from "@/lib/core/format";
import { formatBytes, formatDuration } from "@/lib/core/format-measures";
import type { Conversation, Message, Pane } from "./api";
import type { Attachment } from "./attachments-api";

/** A conversation as people read it: the current branch of every pane. Answers are Markdown already. */
export function toMarkdown({ title, panes }: Conversation, exportedAt: Date): string {
  const parts = [
    `# ${oneLine(title)}`,
    `Exported on ${exportedAt.toISOString()}`,
    ...panes.flatMap((pane) => [...(panes.length > 1 ? [`---\n\n# ${nameOf(pane)}`] : []), ...bodyOf(pane)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Some turns of a pane, as they stand in the whole. */
export const turnsToMarkdown = (pane: Pane): string =>
  `${pane.messages.map((message) => textOf(pane, message)).join("\n\n")}\n`;

/** A file's name that any system takes: letters, digits and dashes. */
export function fileName(title: string, extension: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "-");
  const stem = words.slice(0, 60).replace(/^-+|-+$/g, "");
  return `${stem || "conversation"}.${extension}`;
}

const nameOf = ({ alias, model }: Pane): string => (alias === null ? model : `Model ${alias}`);

function bodyOf(pane: Pane): string[] {
  const instructions = pane.system?.trim() ? [`## Instructions\n\n${pane.system}`] : [];
  return [...instructions, ...pane.messages.map((message) => textOf(pane, message))];
}

function textOf(pane: Pane, message: Message): string {
  const { role, content, attachments, images, toolCalls, generation } = message;
  if (role === "user") return ["## Question", ...attachments.map(toLine), content].join("\n\n").trimEnd();
  if (role === "tool") return `## Result of a tool\n\n${fenced(content)}`;
  const answered = generation?.model ?? generation?.models[0];
  const facts = [
    generation?.provider,
    generation?.durationMs == null ? null : formatDuration(generation.durationMs),
    generation?.cost == null ? null : formatUsd(generation.cost),
  ].filter((fact) => fact != null);
  const calls = toolCalls.map((call) => fenced(`${call.name}(${call.arguments})`));
  return [
    `## ${answered ?? nameOf(pane)}`,
    ...(facts.length > 0 ? [`*${facts.join(" · ")}*`] : []),
    ...(content === "" ? [] : [content]),
    ...(images.length > 0
      ? [`*Drew ${images.length === 1 ? "a picture" : `${images.length} pictures`}*`]
      : []),
    ...calls,
  ].join("\n\n");
}

const toLine = ({ name, bytes }: Attachment): string => `*Attached: ${name} (${formatBytes(bytes)})*`;

/** In a fence that is longer than any within. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
