import type { Fields } from "./json";

const AUTHORS = ["aurora", "borealis", "cinder", "dune-ai", "ember", "fjord", "granite", "harbor", "indigo"];
const FAMILIES = ["atlas", "brook", "comet", "drift", "echo", "flint", "grove", "heron", "iris", "juno"];
const SIZES = ["8b", "32b-instruct", "mini", "pro", "coder", "vision", "large-2026"];
const FIRST = Date.UTC(2024, 0, 15, 12) / 1000;
const DAY = 86_400;

type Change = (row: Fields) => Fields;

const pricing = (row: Fields, more: Fields): Fields => ({
  ...row,
  pricing: { ...(row.pricing as Fields), ...more },
});
const architecture = (row: Fields, more: Fields): Fields => ({
  ...row,
  architecture: { ...(row.architecture as Fields), ...more },
});
const top = (row: Fields, more: Fields): Fields => ({
  ...row,
  top_provider: { ...(row.top_provider as Fields), ...more },
});
const variant = (row: Fields, suffix: string): Fields => ({
  ...row,
  id: `${row.id}:${suffix}`,
  name: `${row.name} (${suffix})`,
});

/** Everything odd that has been seen in the real list, or could be in the next one; a row is odd in one way. */
const ODDITIES: Change[] = [
  // An ordinary row now and then, so that lists look like lists.
  (row) => row,
  (row) => row,
  (row) =>
    pricing(row, {
      input_cache_read: "0.0000001",
      input_cache_write: "0.00000125",
      input_cache_write_1h: "0.000002",
    }),
  (row) =>
    pricing(row, {
      overrides: [{ min_prompt_tokens: 200_000, prompt: "0.000006", completion: "0.0000225" }],
    }),
  (row) => pricing(variant(row, "free"), { prompt: "0", completion: "0" }),
  (row) => pricing(variant(row, "batch"), { prompt: "0.0000005", completion: "0.000001" }),
  // A zero price that is not free, and prices that depend on the model that a router will choose.
  (row) => pricing(row, { prompt: "0", completion: "0", request: "0.005" }),
  (row) => architecture(pricing(row, { prompt: "-1", completion: "-1" }), { tokenizer: "Router" }),
  (row) => ({ ...row, id: `~${row.id}-latest`, alias_target: { name: row.name, slug: row.canonical_slug } }),
  (row) =>
    pricing(row, {
      overrides: [
        { utc_start: 1630, utc_end: 30, prompt: "0.0000005" },
        { utc_days: ["saturday", "sunday"], completion: "0.000001" },
      ],
    }),
  (row) => pricing(row, { prompt: "0.0000000416666666666667", completion: "0.00000000000000000001" }),
  (row) => pricing(row, { prompt: 0.000001, completion: 2e-6, discount: 0.25 }),
  (row) => ({ ...row, pricing: { completion: "0.000002" } }),
  (row) => ({ ...row, pricing: null }),
  (row) => pricing(row, { prompt: "free", completion: "NaN", image: "", overrides: "none" }),
  (row) =>
    pricing(row, {
      overrides: [
        null,
        { service_tier: "night", prompt: "0.1" },
        { min_prompt_tokens: "lots", prompt: "0.1" },
      ],
    }),
  (row) =>
    pricing(row, {
      internal_reasoning: "0.000012",
      image: "0.001",
      image_output: "0.00003",
      audio: "0.00001",
      audio_output: "0.00002",
      input_audio_cache: "0.000001",
      web_search: "0.01",
      request: "0.0001",
    }),
  (row) => top({ ...row, context_length: 0 }, { context_length: null, max_completion_tokens: null }),
  (row) =>
    top({ ...row, context_length: 32_768 }, { context_length: 131_072, max_completion_tokens: 262_144 }),
  (row) => ({ ...row, context_length: "131072", created: "1767225600" }),
  (row) => ({ ...row, context_length: 1e30, created: -5 }),
  (row) => ({ ...row, name: `  ${row.name}   (beta) `, hugging_face_id: "" }),
  (row) => ({ ...row, name: "", description: null }),
  (row) => ({
    ...row,
    name: "No maker in the name",
    description: "See [the\ncard](https://models.invalid/x) for <b>more</b>…",
  }),
  (row) => ({
    ...row,
    name: `${row.name} <img src=x onerror=alert(1)>`,
    description: `<script>1</script> ${"long ".repeat(400)}`,
  }),
  (row) => ({ ...row, name: `${row.name} \u202e\u0000 modèle 模型 🌊` }),
  (row) => ({ ...row, expiration_date: "2027-01-31" }),
  (row) => ({ ...row, expiration_date: "2098-12-31" }),
  (row) => ({ ...row, expiration_date: "soon" }),
  (row) => ({ ...row, supported_parameters: [], default_parameters: null }),
  (row) => ({
    ...row,
    supported_parameters: ["tools", null, 7, "telepathy", "__proto__", "constructor"],
    default_parameters: { temperature: "0.5", top_k: null },
    architecture: { input_modalities: ["text", "__proto__", "toString"], output_modalities: ["text"] },
  }),
  (row) => ({ ...row, reasoning: { mandatory: true, supported_efforts: null, supports_max_tokens: true } }),
  (row) => ({
    ...row,
    reasoning: { mandatory: "true", supported_efforts: ["ludicrous"], default_effort: 3 },
  }),
  (row) => ({
    ...row,
    benchmarks: { design_arena: [], artificial_analysis: { intelligence_index: 41.5, coding_index: null } },
  }),
  (row) =>
    architecture(row, { modality: "text+image+file->text", input_modalities: ["file", "image", "text"] }),
  (row) => architecture(row, { modality: null, input_modalities: null, output_modalities: "text" }),
  (row) => architecture(row, { input_modalities: ["text"], output_modalities: ["image", "text"] }),
  (row) =>
    architecture(top({ ...row, context_length: 0 }, { context_length: 0 }), {
      input_modalities: ["text"],
      output_modalities: ["embeddings"],
      modality: "text->embeddings",
    }),
  (row) => architecture({ ...row, supported_voices: [] }, { output_modalities: ["smell"] }),
  (row) => ({ ...row, architecture: null, top_provider: null, links: null }),
  (row) => ({ ...row, architecture: [], top_provider: "none", supported_parameters: {}, reasoning: [] }),
  // All that is promised: an id.
  ({ id }) => ({ id }),
  (row) => ({ ...row, carbon: { grams: 3 }, constructor: "x", "a field": null }),
];

/** Rows that no reader can make a model of. */
export const UNREADABLE_ROWS: unknown[] = [
  null,
  "a row",
  7,
  [],
  {},
  { id: 5 },
  { id: "" },
  { id: "no-author" },
  { id: "a/b c" },
];

/**
 * A model list of any length, in the shape of `GET /models`: every row has an id of its own and may otherwise
 * be odd in any of the ways in which the real list is, or might become. The same for the same length.
 */
export const syntheticRows = (count: number): Fields[] =>
  Array.from({ length: count }, (_, index) => {
    const oddity = ODDITIES[index % ODDITIES.length];
    return oddity ? oddity(row(index)) : row(index);
  });

function row(index: number): Fields {
  const author = AUTHORS[index % AUTHORS.length] ?? "";
  const family = FAMILIES[Math.floor(index / AUTHORS.length) % FAMILIES.length] ?? "";
  const size = SIZES[index % SIZES.length] ?? "";
  const slug = `${family}-${index}-${size}`;
  const title = slug.replaceAll("-", " ").replace(/(^| )\w/g, (initial) => initial.toUpperCase());
  const context = 8192 * 2 ** (index % 8);
  return {
    id: `${author}/${slug}`,
    canonical_slug: `${author}/${slug}-20260115`,
    hugging_face_id: null,
    name: `${author.charAt(0).toUpperCase()}${author.slice(1)}: ${title}`,
    created: FIRST + index * DAY,
    description: `${title} is a model that exists nowhere.`,
    context_length: context,
    architecture: {
      modality: "text->text",
      input_modalities: ["text"],
      output_modalities: ["text"],
      tokenizer: "Other",
      instruct_type: null,
    },
    // From two cents to some dollars per million, digits only.
    pricing: { prompt: perToken(2 + index * 7), completion: perToken(8 + index * 21) },
    top_provider: {
      context_length: context,
      max_completion_tokens: context / 2,
      is_moderated: index % 5 === 0,
    },
    per_request_limits: null,
    supported_parameters: ["max_tokens", "response_format", "temperature", "tool_choice", "tools", "top_p"],
    default_parameters: {},
    supported_voices: null,
    knowledge_cutoff: "2025-06-30",
    expiration_date: null,
    links: { details: `/api/v1/models/${author}/${slug}/endpoints` },
  };
}

/** Cents per million tokens as dollars per token. */
const perToken = (cents: number): string => `0.${String(cents).padStart(8, "0")}`;
