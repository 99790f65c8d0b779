import type { Random } from "./seed-random";

const uuid = (last: string) => `00000000-0000-7000-8000-5eed${last.padStart(8, "0")}`;

/** Who works beside the owner. */
export const MEMBERS = [
  { id: uuid("a1"), role: "admin", name: "Maya Lindqvist" },
  { id: uuid("a2"), role: "member", name: "Tomás Ribeiro" },
  { id: uuid("a3"), role: "member", name: "Aiko Tanaka" },
] as const;
const [MAYA, TOMAS, AIKO] = MEMBERS;
/** Stands for whoever seeds. */
const OWNER = null;

export type SeedArm = { name: string; share: number; models: readonly [string, ...string[]] };
export type SeedRoute = {
  id: string;
  name: string;
  /** Oldest first; the first one from the beginning, every other from so many days ago. */
  versions: readonly { daysAgo?: number; note: string; arms: readonly [SeedArm, ...SeedArm[]] }[];
};

export const SONNET = "anthropic/claude-sonnet-5";
export const OPUS = "anthropic/claude-opus-5";
const HAIKU = "anthropic/claude-haiku-4.5";
const MINI = "openai/gpt-5.4-mini";
const FLASH = "google/gemini-3.5-flash";

const SUPPORT: SeedRoute = {
  id: uuid("c1"),
  name: "support-answers",
  versions: [
    {
      note: "What the assistant has used so far.",
      arms: [{ name: "main", share: 100, models: [SONNET, "openai/gpt-5.5"] }],
    },
    {
      daysAgo: 40,
      note: "Tries whether the small model is good enough.",
      arms: [
        { name: "main", share: 80, models: [SONNET, "openai/gpt-5.5", FLASH] },
        { name: "trial", share: 20, models: [HAIKU, MINI] },
      ],
    },
  ],
};
const SUMMARIES: SeedRoute = {
  id: uuid("c2"),
  name: "document-summaries",
  versions: [
    { note: "First version.", arms: [{ name: "main", share: 100, models: [FLASH, MINI] }] },
    {
      daysAgo: 125,
      note: "The other way round, for its tone.",
      arms: [{ name: "main", share: 100, models: [MINI, FLASH] }],
    },
  ],
};
const TAGGING: SeedRoute = {
  id: uuid("c3"),
  name: "ticket-labels",
  versions: [
    {
      note: "Cheap first.",
      arms: [{ name: "main", share: 100, models: ["mistralai/mistral-small-2603", "qwen/qwen3.6-flash"] }],
    },
  ],
};
export const ROUTES: readonly SeedRoute[] = [SUPPORT, SUMMARIES, TAGGING];

/** So many days ago the old key was revoked. */
export const REVOKED = 45;

type Key = { id: string; name: string; environment: "production" | "staging" | "development" };

/** Somebody or something that asks, and what it is like. */
export type Caller = {
  weight: number;
  source: "playground" | "gateway" | "suite";
  memberId: string | null;
  key: Key | null;
  route: SeedRoute | null;
  /** The lists of tags that it gives. */
  tags: readonly [readonly string[], ...(readonly string[])[]];
  /** Median tokens of a prompt, and how often a part of it is cached. */
  prompt: number;
  cached: number;
  until?: number;
};

const person = (memberId: string | null, weight: number): Caller => ({
  ...{ weight, source: "playground", memberId, key: null, route: null, tags: [[]] },
  ...{ prompt: 900, cached: 0.2 },
});

const program = (
  memberId: string | null,
  key: Key,
  facts: Pick<Caller, "weight" | "prompt" | "cached"> & Partial<Caller>,
): Caller => ({ source: "gateway", memberId, key, route: null, tags: [[]], ...facts });

const key = (last: string, name: string, environment: Key["environment"]): Key => ({
  id: uuid(last),
  name,
  environment,
});

/** Runs away with the money now and then. */
export const EVALUATIONS = program(AIKO.id, key("b5", "Evaluations", "development"), {
  ...{ weight: 5, prompt: 2600, cached: 0.3 },
  tags: [
    ["team:research", "run:nightly"],
    ["team:research", "run:by-hand"],
  ],
});

const CALLERS: readonly [Caller, ...Caller[]] = [
  program(MAYA.id, key("b1", "Support assistant", "production"), {
    ...{ weight: 30, prompt: 3600, cached: 0.75, route: SUPPORT },
    tags: [["team:support", "feature:chat"], ["team:support", "feature:chat", "tier:enterprise"], []],
  }),
  program(TOMAS.id, key("b2", "Document summaries", "production"), {
    ...{ weight: 18, prompt: 5200, cached: 0.05, route: SUMMARIES },
    tags: [["team:documents", "feature:summary"]],
  }),
  program(OWNER, key("b3", "Ticket labels", "production"), {
    ...{ weight: 12, prompt: 700, cached: 0.5, route: TAGGING },
    tags: [["team:support", "feature:labels"], []],
  }),
  program(MAYA.id, key("b4", "Support assistant", "staging"), {
    ...{ weight: 6, prompt: 3200, cached: 0.6, route: SUPPORT },
    tags: [["team:support", "feature:chat"]],
  }),
  EVALUATIONS,
  program(TOMAS.id, key("b6", "Notebook", "development"), { weight: 4, prompt: 1300, cached: 0.1 }),
  program(OWNER, key("b7", "Old chatbot", "production"), {
    ...{ weight: 9, prompt: 1900, cached: 0.25, until: REVOKED },
    tags: [["team:marketing"]],
  }),
  person(OWNER, 9),
  person(MAYA.id, 5),
  person(TOMAS.id, 4),
  person(AIKO.id, 6),
  { ...person(AIKO.id, 2), source: "suite", tags: [["team:research"]] },
];

/** The keys by which programs ask, and whose they are. */
export const KEYS = CALLERS.flatMap((caller) =>
  caller.key ? [{ ...caller.key, memberId: caller.memberId, until: caller.until ?? null }] : [],
);

const [first, ...others] = CALLERS;
const AFTER = [first, ...others.filter(({ until }) => until === undefined)] as const;

/** Whoever asks so many days ago. */
export const callersOn = (daysAgo: number) => (daysAgo >= REVOKED ? CALLERS : AFTER);

/** What a route answers so many days ago. */
export function drawSeedArm(random: Random, { versions }: SeedRoute, daysAgo: number) {
  const index = versions.findLastIndex((version) => daysAgo < (version.daysAgo ?? Number.POSITIVE_INFINITY));
  const { arms } = versions[index] ?? { arms: [] };
  let place = random.between(0, 99);
  const arm = arms.find(({ share }) => {
    place -= share;
    return place < 0;
  });
  return arm ? { arm, version: index + 1 } : null;
}
