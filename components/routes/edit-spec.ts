import { withParameter } from "@/components/routing/with-parameter";
import type { RouteSpecView } from "@/lib/routes/routes-api";
import { MOST_FALLBACKS } from "@/lib/routing/preferences";

export type Spec = RouteSpecView;
export type Arm = Spec["arms"][number];

/** Models of one chain: the one that is asked for and its fallbacks. */
export const MOST_HOPS = MOST_FALLBACKS + 1;
export const MOST_ARMS = 8;
/** Characters of the instructions. */
export const LONGEST_SYSTEM = 100_000;
const ARM_NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** A route that asks these models and sets nothing. */
export const newSpec = (models: readonly string[]): Spec => ({
  arms: [{ name: "main", share: 100, models: [...models] }],
  stickyBy: "session",
  system: null,
  parameters: {},
  locked: [],
});

/** The spec with one arm changed. */
export const withArm = (spec: Spec, at: number, change: Partial<Arm>): Spec => ({
  ...spec,
  arms: spec.arms.map((arm, index) => (index === at ? { ...arm, ...change } : arm)),
});

/** Of two arms the other takes the rest; of more, what is left over or missing is for whoever edits to say. */
export function withShare(spec: Spec, at: number, share: number): Spec {
  const next = withArm(spec, at, { share });
  return spec.arms.length === 2 ? withArm(next, 1 - at, { share: 100 - share }) : next;
}

/** Another arm with the chain of one that is there, for a tenth of the requests, taken from the largest. */
export function withNewArm(spec: Spec, like: number): Spec {
  const largest = largestOf(spec.arms);
  const taken = Math.min(10, spec.arms[largest]?.share ?? 0);
  const names = spec.arms.map(({ name }) => name);
  const free = Array.from({ length: MOST_ARMS + 1 }, (_, n) => (n === 0 ? "trial" : `trial-${n + 1}`));
  const name = free.find((one) => !names.includes(one)) ?? "trial";
  const less = withArm(spec, largest, { share: (spec.arms[largest]?.share ?? 0) - taken });
  return { ...less, arms: [...less.arms, { name, share: taken, models: spec.arms[like]?.models ?? [] }] };
}

/** Without an arm, whose share the largest of the others takes. */
export function withoutArm(spec: Spec, at: number): Spec {
  const share = spec.arms[at]?.share ?? 0;
  const rest = { ...spec, arms: spec.arms.toSpliced(at, 1) };
  const largest = largestOf(rest.arms);
  return withArm(rest, largest, { share: (rest.arms[largest]?.share ?? 0) + share });
}

/** With an arm that was taken out; its share comes back from the largest. */
export function withArmBack(spec: Spec, at: number, arm: Arm): Spec {
  const largest = largestOf(spec.arms);
  const share = Math.min(arm.share, spec.arms[largest]?.share ?? 0);
  const less = withArm(spec, largest, { share: (spec.arms[largest]?.share ?? 0) - share });
  return { ...less, arms: less.arms.toSpliced(at, 0, { ...arm, share }) };
}

/** All arms alike; the first ones take what does not divide. */
export function withEvenShares(spec: Spec): Spec {
  const [each, over] = [Math.floor(100 / spec.arms.length), 100 % spec.arms.length];
  return { ...spec, arms: spec.arms.map((arm, at) => ({ ...arm, share: each + (at < over ? 1 : 0) })) };
}

/** Null takes the setting out. */
export const withSetting = (spec: Spec, name: string, value: unknown): Spec => ({
  ...spec,
  parameters: withParameter(spec.parameters, name, value),
});

/** Whether callers may set these. */
export const withOverride = (spec: Spec, names: readonly string[], may: boolean): Spec => ({
  ...spec,
  locked: [...spec.locked.filter((name) => !names.includes(name)), ...(may ? [] : names)].toSorted(),
});

/** What keeps a spec from being saved, in sentences; the server judges the rest. */
export function problemsOf({ arms }: Pick<Spec, "arms">): string[] {
  const sum = arms.reduce((total, { share }) => total + share, 0);
  const names = arms.map(({ name }) => name);
  return [
    ...arms.flatMap(({ name, models }) => {
      const said = arms.length > 1 ? `Arm ${name}` : "The chain";
      if (models.length === 0) return [`${said} has no model. Add one.`];
      return models.length > MOST_HOPS ? [`${said} has more than ${MOST_HOPS} models.`] : [];
    }),
    ...arms.flatMap(({ name }, at) => {
      const problem = armNameProblem(name, names.toSpliced(at, 1));
      return problem === null ? [] : [`Arm ${name || at + 1}: ${problem}`];
    }),
    ...(sum === 100 ? [] : [`The shares make ${sum} %, not 100 %.`]),
  ];
}

export function armNameProblem(name: string, others: readonly string[]): string | null {
  if (!ARM_NAME.test(name)) return "Small letters, digits and -, 32 at most";
  return others.includes(name) ? "Another arm has this name" : null;
}

/** Whether two specs say the same, in whatever order their settings stand. */
export const isSameSpec = (one: Spec, other: Spec): boolean =>
  JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));

/** A draft that no version holds, and which is gone when another takes its place; null for one that can be had again. */
export const unpublished = (draft: Spec, versions: readonly { spec: Spec }[]): Spec | null =>
  versions.some(({ spec }) => isSameSpec(spec, draft)) ? null : draft;

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, one]) => [name, ordered(one)]),
  );
}

function largestOf(arms: readonly Arm[]): number {
  const most = Math.max(...arms.map(({ share }) => share));
  return arms.findIndex(({ share }) => share === most);
}
