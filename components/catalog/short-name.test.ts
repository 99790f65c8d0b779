import { expect, test } from "vitest";
import { shortName } from "./short-name";

test.each([
  ["anthropic/claude-sonnet-4.6", "Anthropic: Claude Sonnet 4.6", "Claude Sonnet 4.6"],
  ["~anthropic/claude-latest", "Anthropic: Claude Latest", "Claude Latest"],
  ["z-ai/glm-5.3:free", "Z.ai: GLM 5.3 (free)", "GLM 5.3 (free)"],
  ["meta-llama/llama-3.3-70b-instruct", "Meta: Llama 3.3 70B Instruct", "Llama 3.3 70B Instruct"],
  ["sakana/fugu-ultra", "Sakana AI: Fugu Ultra", "Fugu Ultra"],
  ["openrouter/auto-beta", "Auto Router (beta)", "Auto Router (beta)"],
  // The id does not say whose it is.
  ["acme/one", "Tongyi: One", "Tongyi: One"],
  ["acme/one", "Acme: ", "Acme: "],
  ["nobodys", "Acme: One", "Acme: One"],
])("%s, called %s, is shown as %s", (id, name, shown) => {
  expect(shortName(id, name)).toBe(shown);
});
