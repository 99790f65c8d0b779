import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

/** The rooms of lib from the ground up: each uses only those before it. */
const LADDER = [
  "core",
  "mail",
  "db",
  "openrouter",
  "sandbox",
  "team",
  "configuration",
  "routing",
  "catalog",
  "ledger",
  "spend",
  "budgets",
  "routes",
  "conversations",
  "chat",
  "observe",
  "alerts",
  "jobs",
];

type Import = { from: string; to: string };

const isTest = (path: string) => /\.test\.tsx?$|\/testing(-\w+)?(\.server)?\.ts$/.test(path);
const sources = ["app", "components", "lib"].flatMap((floor) =>
  readdirSync(floor, { recursive: true, encoding: "utf8" })
    .map((path) => join(floor, path).replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path)),
);
const code = sources
  .filter((path) => !isTest(path))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));
const imports: Import[] = code.flatMap(({ path, text }) =>
  [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*"([^"]+)"/g)].map(([, to = ""]) => ({
    from: path,
    to: resolved(path, to),
  })),
);

/** `@/lib/core/money` and `./money` are the same file, and are read as the same words. */
function resolved(from: string, to: string): string {
  if (to.startsWith("@/")) return to.slice(2);
  return to.startsWith(".") ? join(dirname(from), to).replaceAll("\\", "/") : to;
}

const room = (path: string) => /^lib\/([^/]+)\//.exec(path)?.[1] ?? "";
const height = (path: string) => LADDER.indexOf(room(path));
const screen = (path: string) => /^components\/(?!ui\/|charts\/)([^/]+)\//.exec(path)?.[1] ?? "";
/** What one screen lends another: its queries and actions, and what is chosen or done on many screens. */
const isLent = (path: string) =>
  /\/([a-z]+-)?(queries|actions)$/.test(path) ||
  // How a request is routed is set in panes and in routes alike.
  path.startsWith("components/routing/") ||
  // What narrows generations narrows their list and what they cost alike.
  path.startsWith("components/filters/") ||
  // Keys and members are limited in the same way.
  path.startsWith("components/limits/") ||
  LENT.includes(path);
const LENT = [
  "components/budgets/budget-bar",
  "components/budgets/budgets-of",
  "components/budgets/more-of-budget",
  "components/catalog/ability-icons",
  "components/catalog/model-picker",
  "components/catalog/variant-switches",
  "components/conversations/conversation-menu",
  "components/playground/actions",
  "components/playground/one-answer",
  "components/routes/save-as-route",
  "components/spend/time-zone-select",
  "components/spend/use-time-zone",
];
const isPure = (path: string) =>
  path.startsWith("lib/") && !/\.server\.ts$/.test(path) && !path.startsWith("lib/db/schema/");

const COMPOSITION = ["app/services.ts", "app/upstream.ts", "app/simulation.ts"];
const WIRES = /\.server$|^lib\/db\/schema(\/|$)|^(next|node:|drizzle-orm|pg|pino|undici|@electric-sql\/)/;
const SCREENS = /^(app|components)\/|^(react|react-dom|next|recharts|nuqs|sonner)(\/|$)|^@tanstack\//;

describe("who may import whom", () => {
  test.each<[law: string, broken: (edge: Import) => boolean]>([
    [
      "a room of lib uses only the rooms below it",
      ({ from, to }) => room(from) !== "" && height(to) > height(from),
    ],
    [
      "the sandbox is an upstream like any other: only the composition knows it",
      ({ from, to }) => room(to) === "sandbox" && room(from) !== "sandbox" && !COMPOSITION.includes(from),
    ],
    [
      "the sandbox shares only core with the product",
      ({ from, to }) => room(from) === "sandbox" && !["", "core", "sandbox"].includes(room(to)),
    ],
    ["lib knows no screen and no framework", ({ from, to }) => from.startsWith("lib/") && SCREENS.test(to)],
    ["pure lib has no wires", ({ from, to }) => isPure(from) && WIRES.test(to)],
    [
      "components never see the server or a page",
      ({ from, to }) => from.startsWith("components/") && /\.server$|^lib\/db\/|^app\//.test(to),
    ],
    [
      "a screen borrows at most what another lends",
      ({ from, to }) =>
        screen(to) !== "" && screen(from) !== "" && screen(from) !== screen(to) && !isLent(to),
    ],
    [
      "ui and charts know no domain",
      ({ from, to }) => /^components\/(ui|charts)\//.test(from) && /^lib\/(?!core\/)/.test(to),
    ],
    [
      "ui and charts know no screen",
      ({ from, to }) => /^components\/(ui|charts)\//.test(from) && screen(to) !== "",
    ],
  ])("%s", (_law, broken) => {
    expect(imports.filter(broken)).toEqual([]);
  });
});

describe("what a file may hold", () => {
  const offenders = (broken: (path: string, text: string) => boolean) =>
    code.filter(({ path, text }) => broken(path, text)).map(({ path }) => path);

  test("every room has its place on the ladder", () => {
    expect(offenders((path) => room(path) !== "" && height(path) === -1)).toEqual([]);
  });
  test("server files say so in line one", () => {
    expect(
      offenders((path, text) => path.endsWith(".server.ts") && !text.startsWith('import "server-only";')),
    ).toEqual([]);
  });
  test("only app reads the environment", () => {
    expect(offenders((path, text) => !path.startsWith("app/") && text.includes("process.env"))).toEqual([]);
  });
  test("nothing from the environment is built into what browsers get", () => {
    expect(offenders((_path, text) => text.includes("NEXT_PUBLIC_"))).toEqual([]);
  });
  test("there are no server actions", () => {
    expect(offenders((_path, text) => /^\s*["']use server["']/m.test(text))).toEqual([]);
  });
  test("no text becomes markup by itself", () => {
    expect(
      offenders((_path, text) =>
        /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML/.test(text),
      ),
    ).toEqual([]);
  });
  test("every handler goes through a wrapper that judges the request", () => {
    const routes = code.filter(({ path }) => /^app\/api\/.*\/route\.ts$/.test(path));
    expect(routes.length).toBeGreaterThan(3);
    expect(routes.filter(({ text }) => !isWrapped(text)).map(({ path }) => path)).toEqual([]);
  });
});

const WRAPPER = "(?:handle|open|program|team|visitor)";

/** Each exported method is the result of a wrapper, directly or by a name that is. */
function isWrapped(text: string): boolean {
  const names = [...text.matchAll(new RegExp(`const (\\w+) = ${WRAPPER}[<(]`, "g"))].map(([, name]) => name);
  const direct = [
    ...text.matchAll(/export (?:const|(?:async )?function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g),
  ];
  const renamed = [...text.matchAll(/export \{([^}]*)\}/g)].flatMap(([, list = ""]) => list.split(","));
  // The one method of a route that refuses the others.
  const only = [...text.matchAll(/export const \{[^}]*\} = only\("(?:GET|POST)", (\w+)/g)];
  const exported = [
    ...only.map(([, name = ""]) => name),
    ...direct.map(([, name = ""]) => name),
    ...renamed.map((item) => item.trim().split(" as ")[0] ?? ""),
  ];
  return exported.length > 0 && exported.every((name) => names.includes(name));
}

test("this check reads the code at all", () => {
  expect(code.length).toBeGreaterThan(50);
  expect(imports.length).toBeGreaterThan(code.length);
  expect(imports.filter(({ to }) => to.startsWith("lib/")).length).toBeGreaterThan(20);
});
