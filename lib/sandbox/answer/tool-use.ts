import { fields, isFields, texts } from "@/lib/sandbox/json";
import { tail } from "@/lib/sandbox/random";
import type { Tool } from "@/lib/sandbox/request";
import type { Asked, ToolCall } from "./answer";
import { instanceOf } from "./structured";

const COMMON = new Set(
  "the a an to of for in on and or is are what how get set by with from this that it use tool function return returns".split(
    " ",
  ),
);

/** Calls the tool that fits the question, when there is one and its results are not in yet. */
export function toolCalls(asked: Asked): ToolCall[] {
  const { request } = asked;
  const choice = request.body.tool_choice;
  if (request.tools.length === 0 || choice === "none" || request.messages.at(-1)?.role === "tool") return [];
  const forced = isFields(choice) ? fields(choice.function).name : undefined;
  const tool =
    forced === undefined
      ? bestTool(asked, choice === "required")
      : request.tools.find(({ name }) => name === forced);
  if (tool === undefined) return [];
  return [{ id: callId(asked), name: tool.name, arguments: argumentsFor(tool, asked.last) }];
}

/** Puts the results of tools into a sentence. */
export function afterTools({ request, author }: Asked): string | null {
  if (request.messages.at(-1)?.role !== "tool") return null;
  const asked = request.messages.findLastIndex(({ role }) => role !== "tool");
  const results = request.messages.slice(asked + 1).map(({ text }) => text.trim().slice(0, 600));
  const names = (request.messages[asked]?.calls ?? []).map(({ name }) => name).join(", ");
  const told = results.map(readable).join("\n");
  if (author === "anthropic") return `I checked with ${names || "the tool"}. ${told}`;
  return author === "google"
    ? `Based on the results of \`${names || "the tool"}\`:\n\n${told}`
    : `According to ${names || "the tool"}: ${told}`;
}

function readable(result: string): string {
  try {
    const value: unknown = JSON.parse(result);
    if (isFields(value))
      return Object.entries(value)
        .map(
          ([name, entry]) =>
            `${name.replaceAll("_", " ")} is ${typeof entry === "string" ? entry : JSON.stringify(entry)}`,
        )
        .join(", ")
        .concat(".");
  } catch {
    // Plain text is as good.
  }
  return result;
}

function bestTool({ request, last }: Asked, required: boolean): Tool | undefined {
  const spoken = wordsOf(last);
  const scored = request.tools.map((tool) => {
    const known = wordsOf(
      `${tool.name.replace(/[_-]/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2")} ${tool.description}`,
    );
    return { tool, score: [...known].filter((word) => spoken.has(word)).length };
  });
  const best = scored.toSorted((left, right) => right.score - left.score)[0];
  return best !== undefined && (required || best.score > 0) ? best.tool : undefined;
}

/** Words without their endings, so that "weather in cities" finds "city weather". */
const wordsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[a-z]{3,}/g) ?? [])
      .filter((word) => !COMMON.has(word))
      .map((word) => word.replace(/(?:ies|es|s|ing|ed)$/, "")),
  );

function argumentsFor({ parameters }: Tool, prompt: string): string {
  if (Object.keys(fields(parameters.properties)).length === 0) return "{}";
  const made = fields(instanceOf(parameters, "value", parameters, 0));
  const required = texts(parameters.required);
  const place = /\b(?:in|at|for|of|from|to)\s+([A-Z][\p{L}-]+(?:\s[A-Z][\p{L}-]+)*)/u.exec(prompt)?.[1];
  const number = /-?\d+(?:\.\d+)?/.exec(prompt)?.[0];
  const quoted = /["“']([^"”']+)["”']/.exec(prompt)?.[1];
  const filled = Object.entries(made)
    .filter(([name]) => required.length === 0 || required.includes(name))
    .map(([name, value]) => {
      const free = fields(fields(parameters.properties)[name]).enum === undefined;
      if (typeof value === "string" && free)
        return [
          name,
          /city|location|place|country/i.test(name)
            ? (place ?? value)
            : /query|search|text|question|prompt/i.test(name)
              ? (quoted ?? prompt.slice(0, 200))
              : (quoted ?? value),
        ];
      return [name, typeof value === "number" && number !== undefined && free ? Number(number) : value];
    });
  return JSON.stringify(Object.fromEntries(filled));
}

/** Each vendor has its own look of call ids. */
function callId({ author, random }: Asked): string {
  if (author === "anthropic") return `toolu_01${tail(random, 22)}`;
  if (author === "mistralai") return tail(random, 9);
  return author === "google" ? `tool_0_call_${tail(random, 20)}` : `call_${tail(random, 24)}`;
}
