import { type Fields, fields, isFields, list, textOr } from "@/lib/sandbox/json";

/** A request for a message as one for a chat. */
export function messagesToChat(body: Fields): Fields {
  const {
    system,
    messages,
    tools,
    tool_choice,
    stop_sequences,
    thinking,
    output_config,
    fallbacks,
    prompt: _,
    ...rest
  } = body;
  const instructions = contentOf(system);
  const { effort, format } = fields(output_config);
  return {
    ...rest,
    messages: [
      ...(instructions === undefined ? [] : [{ role: "system", content: instructions }]),
      ...list(messages).filter(isFields).flatMap(chatMessages),
    ],
    ...(Array.isArray(fallbacks) && { models: fallbacks.map((fallback) => fields(fallback).model) }),
    ...(stop_sequences !== undefined && { stop: stop_sequences }),
    ...(tools !== undefined && { tools: list(tools).map(toolOf) }),
    ...(tool_choice !== undefined && { tool_choice: choiceOf(fields(tool_choice)) }),
    ...(thinking !== undefined && { reasoning: reasoningOf(fields(thinking), effort) }),
    ...(isFields(format) && {
      response_format: { type: "json_schema", json_schema: { name: "answer", schema: format.schema } },
    }),
  };
}

/** One message may hold results of tools, which are messages of their own in a chat. */
function chatMessages({ role, content }: Fields): Fields[] {
  const blocks = list(content).filter(isFields);
  const results = blocks.filter(({ type }) => type === "tool_result");
  const calls = blocks.filter(({ type }) => type === "tool_use");
  const said = Array.isArray(content)
    ? contentOf(blocks.filter(({ type }) => type !== "tool_result" && type !== "tool_use"))
    : content;
  const isSaid = !Array.isArray(said) || said.length > 0;
  return [
    ...results.map((result) => ({
      role: "tool",
      tool_call_id: result.tool_use_id,
      content: contentOf(result.content),
    })),
    ...(isSaid || calls.length > 0
      ? [
          {
            role: textOr(role, "user"),
            content: isSaid ? said : null,
            ...(calls.length > 0 && { tool_calls: calls.map(callOf) }),
          },
        ]
      : []),
  ];
}

const callOf = ({ id, name, input }: Fields) => ({
  id,
  type: "function",
  function: { name, arguments: JSON.stringify(input ?? {}) },
});

function contentOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return content.filter(isFields).map((block) => {
    const mark = block.cache_control === undefined ? {} : { cache_control: block.cache_control };
    if (block.type === "image") return { type: "image_url", image_url: { url: urlOf(fields(block.source)) } };
    if (block.type === "document") return { type: "file", file: block };
    return { type: "text", text: textOr(block.text, textOr(block.thinking, "")), ...mark };
  });
}

const urlOf = (source: Fields): unknown =>
  source.type === "base64" ? `data:${source.media_type};base64,${source.data}` : source.url;

/** A tool without a type, or with `custom`, is the caller's. */
function toolOf(tool: unknown): unknown {
  const { type, name, description, input_schema } = fields(tool);
  if (type !== undefined && type !== "custom") return tool;
  return { type: "function", function: { name, description, parameters: input_schema } };
}

function choiceOf({ type, name }: Fields): unknown {
  if (type === "any") return "required";
  return type === "tool" ? { type: "function", function: { name } } : type;
}

function reasoningOf({ type, budget_tokens }: Fields, effort: unknown): Fields {
  if (type === "disabled") return { enabled: false };
  if (type === "enabled") return { max_tokens: budget_tokens };
  return typeof effort === "string" ? { effort } : { enabled: true };
}
