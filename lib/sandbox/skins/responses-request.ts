import { type Fields, fields, isFields, list, textOr } from "@/lib/sandbox/json";

/** A request for a response as one for a chat. */
export function responsesToChat(body: Fields): Fields {
  const { input, instructions, text, tools, tool_choice, max_output_tokens, prompt: _prompt, ...rest } = body;
  const said =
    typeof input === "string" ? [{ role: "user", content: input }] : list(input).flatMap(itemMessage);
  const system = textOr(instructions, "");
  const format = fields(fields(text).format);
  return {
    ...rest,
    messages: [...(system === "" ? [] : [{ role: "system", content: system }]), ...said],
    ...(max_output_tokens !== undefined && { max_tokens: max_output_tokens }),
    ...(tools !== undefined && { tools: list(tools).map(nested) }),
    ...(tool_choice !== undefined && { tool_choice: nested(tool_choice) }),
    ...(typeof format.type === "string" && { response_format: formatOf(format) }),
  };
}

function itemMessage(item: unknown): Fields[] {
  if (!isFields(item)) return [];
  switch (item.type) {
    case undefined:
    case "message":
      return [{ role: textOr(item.role, "user"), content: contentOf(item.content) }];
    case "function_call":
      return [
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: item.call_id, type: "function", function: { name: item.name, arguments: item.arguments } },
          ],
        },
      ];
    case "function_call_output":
      return [{ role: "tool", tool_call_id: item.call_id, content: contentOf(item.output) }];
    default:
      return [];
  }
}

function contentOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return content.filter(isFields).map((part) => {
    if (part.type === "input_image") return { type: "image_url", image_url: { url: part.image_url } };
    if (part.type === "input_file") return { type: "file", file: part };
    return { type: "text", text: textOr(part.text, "") };
  });
}

/** Chat keeps what a function is apart from its type. */
function nested(tool: unknown): unknown {
  const { type, ...facts } = fields(tool);
  return type === "function" ? { type, function: facts } : tool;
}

function formatOf({ type, ...facts }: Fields): Fields {
  return type === "json_schema" ? { type, json_schema: facts } : { type };
}
