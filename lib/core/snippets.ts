export const LANGUAGES = ["curl", "python", "typescript"] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_LABELS: Record<Language, string> = {
  curl: "curl",
  python: "Python",
  typescript: "TypeScript",
};

type Call = { baseUrl: string; key: string; model: string };

/** A first call, ready to paste: by hand, or with the OpenAI library of a language. */
export function snippet(language: Language, { baseUrl, key, model }: Call): string {
  const named = JSON.stringify(model);
  switch (language) {
    case "curl":
      return `curl ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": ${named.replaceAll("'", "\\u0027")},
    "messages": [{"role": "user", "content": "Say hello."}]
  }'`;
    case "python":
      return `from openai import OpenAI

client = OpenAI(
    base_url="${baseUrl}",
    api_key="${key}",
)

completion = client.chat.completions.create(
    model=${named},
    messages=[{"role": "user", "content": "Say hello."}],
)
print(completion.choices[0].message.content)`;
    case "typescript":
      return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${baseUrl}",
  apiKey: "${key}",
});

const completion = await client.chat.completions.create({
  model: ${named},
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(completion.choices[0]?.message.content);`;
    default:
      return language satisfies never;
  }
}
