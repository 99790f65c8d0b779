import anthropic from "./catalog/anthropic.json";
import google from "./catalog/google.json";
import media from "./catalog/media.json";
import openWeights from "./catalog/open-weights.json";
import openai from "./catalog/openai.json";
import others from "./catalog/others.json";
import providers from "./catalog/providers.json";
import type { Provider } from "./model";

/** A model as it is written down in `catalog/*.json`: compact, prices per million. */
export type Row = {
  id: string;
  name: string;
  date: string;
  about: string;
  context: number;
  out: number | null;
  /** Input modalities by initial: text, image, audio, video, file. */
  in: string;
  outputs?: string[];
  /** Dollars per million tokens: prompt, completion, cache read, cache write, cache write for an hour. */
  usd: string[];
  /** Prices per unit under their catalogue key. */
  extra?: Record<string, string>;
  overrides?: { min_prompt_tokens?: number; utc_start?: number; utc_end?: number; usd: string[] }[];
  /** `must`, `on` or `off` (the default), then the efforts. */
  reasoning?: string;
  /** `provider[/quantization|/region|/tier][@price factor]`, the top provider first. */
  at: string[];
  /** Milliseconds to the first token, and tokens per second. */
  speed: number[];
  slug?: string;
  hf?: string;
  cutoff?: string;
  expires?: string;
  tokenizer?: string;
  topContext?: number;
  moderated?: boolean;
  open?: boolean;
  searches?: boolean;
  batch?: boolean;
  /** Also offered free of charge at this provider. */
  free?: string;
  lacks?: string[];
  score?: (number | null)[];
  voices?: string[];
};

export const ROWS: Row[] = [...openai, ...anthropic, ...google, ...openWeights, ...others, ...media] as Row[];

const PROVIDERS = new Map<string, Provider>(
  (providers as (Partial<Provider> & { slug: string; name: string; home: string })[]).map((row) => [
    row.slug,
    { cancels: false, caches: false, zdr: false, trains: false, ...row },
  ]),
);

export const allProviders = (): Provider[] => [...PROVIDERS.values()];

/** @throws Error when the catalogue names a provider that the list lacks */
export function providerBySlug(slug: string): Provider {
  const provider = PROVIDERS.get(slug);
  if (provider === undefined) throw new Error(`unknown provider ${slug}`);
  return provider;
}
