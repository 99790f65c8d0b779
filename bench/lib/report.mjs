import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "../../docs/benchmarks.md");
const HEAD = `# Benchmarks

Written by \`npm run bench\`; each part by the run that is named in it. Compare figures only within one run: they are
ratios between programs that took turns on the same machine, not promises about yours.
`;

/** Puts what a bench found in its own part of docs/benchmarks.md; the other parts stay. */
export function writeReport(name, markdown) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const part = `${begin}\n${markdown.trim()}\n${end}`;
  const before = readReport();
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  const after =
    from === -1 || to === -1
      ? `${before.trimEnd()}\n\n${part}\n`
      : before.slice(0, from) + part + before.slice(to + end.length);
  writeFileSync(FILE, after);
}

function readReport() {
  try {
    return readFileSync(FILE, "utf8");
  } catch {
    return HEAD;
  }
}
