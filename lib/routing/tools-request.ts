import { z } from "zod";

const Name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be letters, digits, _ or -, 64 at most");
/** A JSON schema; what is in it is between the model and whoever wrote it. */
const Schema = z.record(z.string(), z.unknown());

/** What the answer has to look like. */
export const ResponseFormat = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({ type: z.literal("json_object") }),
  z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.strictObject({
      name: Name,
      description: z.string().max(1_000).exactOptional(),
      schema: Schema.exactOptional(),
      strict: z.boolean().nullable().exactOptional(),
    }),
  }),
  z.strictObject({ type: z.literal("grammar"), grammar: z.string().min(1) }),
  z.strictObject({ type: z.literal("python") }),
]);

const FunctionTool = z.strictObject({
  type: z.literal("function"),
  function: z.strictObject({
    name: Name,
    description: z.string().max(10_000).exactOptional(),
    parameters: Schema.exactOptional(),
    strict: z.boolean().nullable().exactOptional(),
  }),
});

/** Tools that the upstream runs itself, and bills. */
const SERVER_TOOLS = [
  "openrouter:web_search",
  "openrouter:web_fetch",
  "openrouter:datetime",
  "openrouter:image_generation",
  "openrouter:advisor",
  "openrouter:subagent",
  "openrouter:fusion",
  "openrouter:bash",
  "openrouter:files",
  "openrouter:experimental__search_models",
] as const;
const ServerTool = z.strictObject({ type: z.enum(SERVER_TOOLS), parameters: Schema.exactOptional() });

export const Tools = z
  .array(z.discriminatedUnion("type", [FunctionTool, ServerTool]))
  .min(1)
  .max(128);

export const ToolChoice = z.union([
  z.enum(["none", "auto", "required"]),
  z.strictObject({ type: z.literal("function"), function: z.strictObject({ name: Name }) }),
  z.strictObject({ type: z.literal("openrouter:web_search") }),
]);
