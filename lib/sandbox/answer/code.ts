import type { Asked } from "./answer";
import { voiceOf } from "./voice";

type Sample = { fence: string; names: RegExp; text: string; note: string };

const SAMPLES: Sample[] = [
  {
    fence: "python",
    names: /\bpython\b|\bpandas\b|\bdjango\b/i,
    text: 'from collections.abc import Iterable\n\n\ndef running_mean(values: Iterable[float], window: int) -> list[float]:\n    """Mean of the last `window` values at every position."""\n    if window < 1:\n        raise ValueError("window must be at least 1")\n    recent: list[float] = []\n    means: list[float] = []\n    for value in values:\n        recent.append(value)\n        if len(recent) > window:\n            recent.pop(0)\n        means.append(sum(recent) / len(recent))\n    return means\n\n\nif __name__ == "__main__":\n    print(running_mean([1, 2, 3, 4], window=2))',
    note: "The window is checked first, so a wrong argument fails with a clear message.",
  },
  {
    fence: "typescript",
    names: /\btypescript\b|\btsx?\b|\breact\b|\bnode(?:\.?js)?\b/i,
    text: 'export function groupBy<T, K extends string>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {\n  const groups = new Map<K, T[]>();\n  for (const item of items) {\n    const key = keyOf(item);\n    const group = groups.get(key);\n    if (group) group.push(item);\n    else groups.set(key, [item]);\n  }\n  return groups;\n}\n\nconst byLength = groupBy(["a", "bb", "cc"], (word) => String(word.length));\nconsole.log(byLength.get("2")); // ["bb", "cc"]',
    note: "A `Map` keeps insertion order, and the key type is inferred from the callback.",
  },
  {
    fence: "javascript",
    names: /\bjavascript\b|\bjs\b/i,
    text: "export function debounce(action, delay = 250) {\n  let timer;\n  return (...args) => {\n    clearTimeout(timer);\n    timer = setTimeout(() => action(...args), delay);\n  };\n}",
    note: "Each call restarts the clock; only the last one within the delay runs.",
  },
  {
    fence: "rust",
    names: /\brust\b/i,
    text: 'fn fibonacci(n: u64) -> u64 {\n    let (mut current, mut next) = (0, 1);\n    for _ in 0..n {\n        (current, next) = (next, current + next);\n    }\n    current\n}\n\nfn main() {\n    let first: Vec<u64> = (0..10).map(fibonacci).collect();\n    println!("{first:?}");\n}',
    note: "No recursion, so it is linear in `n` and allocates nothing.",
  },
  {
    fence: "go",
    names: /\bgolang\b|\bin go\b|\bgo (?:code|function|program)\b/i,
    text: 'package main\n\nimport (\n\t"fmt"\n\t"sort"\n)\n\nfunc topWords(words []string, limit int) []string {\n\tcounts := map[string]int{}\n\tfor _, word := range words {\n\t\tcounts[word]++\n\t}\n\tunique := make([]string, 0, len(counts))\n\tfor word := range counts {\n\t\tunique = append(unique, word)\n\t}\n\tsort.Slice(unique, func(i, j int) bool { return counts[unique[i]] > counts[unique[j]] })\n\tif len(unique) > limit {\n\t\tunique = unique[:limit]\n\t}\n\treturn unique\n}\n\nfunc main() {\n\tfmt.Println(topWords([]string{"a", "b", "a"}, 1))\n}',
    note: "Ties come out in any order; sort by the word as well if that matters.",
  },
  {
    fence: "sql",
    names: /\bsql\b|\bpostgres\w*\b|\bquery\b/i,
    text: "select\n  customer_id,\n  date_trunc('month', ordered_at) as month,\n  sum(total) as revenue\nfrom orders\nwhere ordered_at >= now() - interval '1 year'\ngroup by customer_id, month\norder by month, revenue desc;",
    note: "An index on `ordered_at` keeps this quick as the table grows.",
  },
  {
    fence: "bash",
    names: /\bbash\b|\bshell\b|\bcommand line\b/i,
    text: 'set -euo pipefail\n\nfind . -type f -name "*.log" -mtime +14 -print0 |\n  while IFS= read -r -d "" file; do\n    gzip -- "$file"\n  done',
    note: "Names with spaces survive because everything is separated by NUL.",
  },
  {
    fence: "css",
    names: /\bcss\b/i,
    text: ".card {\n  display: grid;\n  gap: 0.75rem;\n  padding: 1rem;\n  border: 1px solid color-mix(in oklab, currentColor 15%, transparent);\n  border-radius: 0.75rem;\n}",
    note: "The border follows the text colour, so it works in both themes.",
  },
  {
    fence: "html",
    names: /\bhtml\b/i,
    text: '<form action="/search" role="search">\n  <label for="q">Search</label>\n  <input id="q" name="q" type="search" required />\n  <button type="submit">Go</button>\n</form>',
    note: "It works without any script.",
  },
];

const WANTED =
  /\b(?:code|function|script|program|snippet|regex|class|component|implement|algorithm|query|sql|css|html)\b/i;

/** A block of code in the language asked for, with a sentence around it in the author's manner. */
export function code({ last, author }: Asked): string | null {
  const named = SAMPLES.find(({ names }) => names.test(last));
  if (!WANTED.test(last) && !(named !== undefined && /\b(?:write|show|give|make|create)\b/i.test(last)))
    return null;
  const chosen = named ?? SAMPLES[1];
  if (chosen === undefined) return null;
  const block = `\`\`\`${chosen.fence}\n${chosen.text}\n\`\`\``;
  if (author === "mistralai" || author === "x-ai") return `${block}\n\n${chosen.note}`;
  const lead =
    author === "anthropic"
      ? "Here's a version that stays small and readable:"
      : author === "google"
        ? "Here is an implementation with an explanation:"
        : "Here you go:";
  const extra = voiceOf(author).headings
    ? `### Notes\n\n- ${chosen.note}\n- Adjust the names to your project.`
    : chosen.note;
  return `${lead}\n\n${block}\n\n${extra}`;
}
