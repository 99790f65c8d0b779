import type { Entry, Model } from "./model";

const ROUTERS = [
  ["openrouter/auto", "Auto Router", "Chooses a model for each prompt.", "2023-11-08", "-1", 2_000_000],
  [
    "openrouter/auto-beta",
    "Auto Router (beta)",
    "The next version of the automatic choice.",
    "2026-07-21",
    "-1",
    2_000_000,
  ],
  [
    "openrouter/pareto-code",
    "Pareto Code Router",
    "The cheapest model that is good enough at code.",
    "2026-04-21",
    "-1",
    2_000_000,
  ],
  ["openrouter/free", "Free Models Router", "One of the free models, by chance.", "2026-02-01", "0", 200_000],
] as const;

/** Rows that answer through another model; all but `openrouter/free` are priced `"-1"`. */
export const routerEntries = (): Entry[] =>
  ROUTERS.map(([id, name, description, date, price, context]) => {
    const model: Model = {
      id,
      canonical_slug: id,
      hugging_face_id: "",
      name,
      created: Date.parse(`${date}T12:00:00Z`) / 1000,
      description,
      context_length: context,
      architecture: {
        modality: "text+image->text",
        input_modalities: ["text", "image"],
        output_modalities: ["text"],
        tokenizer: "Router",
        instruct_type: null,
      },
      pricing: { prompt: price, completion: price },
      top_provider: { context_length: null, max_completion_tokens: null, is_moderated: false },
      per_request_limits: null,
      supported_parameters: [
        "max_tokens",
        "reasoning",
        "response_format",
        "stop",
        "temperature",
        "tool_choice",
        "tools",
        "top_p",
      ],
      default_parameters: {},
      supported_voices: null,
      knowledge_cutoff: null,
      expiration_date: null,
      links: { details: `/api/v1/models/${id}/endpoints` },
    };
    return { model, endpoints: [], kind: "router", searches: false };
  });
