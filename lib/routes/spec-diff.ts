import { asRecord } from "@/lib/core/lenient";
import type { RouteSpecView } from "./routes-api";

/** One thing that is different, in words: `main` · `acme/two was added as hop 2.` */
export type SpecChange = {
  /** The arm's name, or the field: `temperature`, `provider.sort`, `system`, `stickyBy`. */
  subject: string;
  kind: "arm" | "chain" | "setting" | "lock";
  sentence: string;
};

/** What differs between two specs, arms first. An empty list means that both do the same. */
export function specChanges(before: RouteSpecView, after: RouteSpecView): SpecChange[] {
  return [
    ...armChanges(before.arms, after.arms),
    ...systemChange(before.system, after.system),
    ...settingChanges(flat(before.parameters), flat(after.parameters)),
    ...stickyChange(before.stickyBy, after.stickyBy),
    ...lockChanges(before.locked, after.locked),
  ];
}

type Arm = RouteSpecView["arms"][number];

function armChanges(before: readonly Arm[], after: readonly Arm[]): SpecChange[] {
  const change = (subject: string, sentence: string): SpecChange => ({ subject, kind: "arm", sentence });
  const named = (arms: readonly Arm[], name: string) => arms.find((arm) => arm.name === name);
  const removed = before
    .filter(({ name }) => !named(after, name))
    .map(({ name, share }) => change(name, `The arm was removed; it had ${share} %.`));
  const others = after.flatMap((arm) => {
    const former = named(before, arm.name);
    if (!former) return [change(arm.name, `A new arm gets ${arm.share} %: ${arm.models.join(", ")}.`)];
    const share =
      former.share === arm.share
        ? []
        : [change(arm.name, `Gets ${arm.share} % instead of ${former.share} %.`)];
    return [...share, ...chainChanges(arm.name, former.models, arm.models)];
  });
  return [...removed, ...others, ...orderChange(before, after)];
}

/** Draws go along the arms, so their order decides who gets which. */
function orderChange(before: readonly Arm[], after: readonly Arm[]): SpecChange[] {
  const kept = (arms: readonly Arm[], others: readonly Arm[]) =>
    arms.map(({ name }) => name).filter((name) => others.some((other) => other.name === name));
  const now = kept(after, before);
  if (kept(before, after).join() === now.join()) return [];
  const sentence = `The order is now ${now.join(", ")}: some who ask get another arm than before.`;
  return [{ subject: "arms", kind: "arm", sentence }];
}

function chainChanges(subject: string, before: readonly string[], after: readonly string[]): SpecChange[] {
  const change = (sentence: string): SpecChange => ({ subject, kind: "chain", sentence });
  const gone = before.filter((model) => !after.includes(model));
  const come = after.filter((model) => !before.includes(model));
  // What stands where something else stood has taken its place.
  const replaced = come.filter((model) => gone.includes(before[after.indexOf(model)] ?? ""));
  const instead = replaced.map((model) => before[after.indexOf(model)] ?? "");
  const kept = (chain: readonly string[]) =>
    chain.filter((model) => before.includes(model) && after.includes(model));
  const isMoved = kept(before).join("\n") !== kept(after).join("\n");
  return [
    ...replaced.map((model, index) =>
      change(`${model} takes the place of ${instead[index]} as hop ${after.indexOf(model) + 1}.`),
    ),
    ...gone.filter((model) => !instead.includes(model)).map((model) => change(`${model} was taken out.`)),
    ...come
      .filter((model) => !replaced.includes(model))
      .map((model) => change(`${model} was added as hop ${after.indexOf(model) + 1}.`)),
    ...(isMoved ? [change(`The order is now ${after.join(", ")}.`)] : []),
  ];
}

function systemChange(before: string | null, after: string | null): SpecChange[] {
  if (before === after) return [];
  const sentence =
    before === null
      ? "Instructions were added."
      : after === null
        ? "The instructions were removed."
        : "The instructions were changed.";
  return [{ subject: "system", kind: "setting", sentence }];
}

/** Preferences among providers one by one, like any other setting. */
function flat({ provider, ...others }: RouteSpecView["parameters"]): Map<string, unknown> {
  const preferences = Object.entries(asRecord(provider) ?? {}).map(
    ([name, value]) => [`provider.${name}`, value] as const,
  );
  return new Map([...Object.entries(others), ...preferences].filter(([, value]) => value !== undefined));
}

function settingChanges(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): SpecChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((subject): SpecChange[] => {
    const [was, is] = [before.get(subject), after.get(subject)];
    if (canonical(was) === canonical(is)) return [];
    return [{ subject, kind: "setting", sentence: settingSentence(was, is) }];
  });
}

function settingSentence(was: unknown, is: unknown): string {
  const [old, now] = [shown(was), shown(is)];
  if (was === undefined) return now === null ? "Is set." : `Is set to ${now}.`;
  if (is === undefined) return old === null ? "Is set no more." : `Is set no more; it was ${old}.`;
  return old === null || now === null ? "Was changed." : `Is ${now} instead of ${old}.`;
}

/** Longer values are not read as part of a sentence. */
const LONGEST = 80;

function shown(value: unknown): string | null {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text !== undefined && text.length <= LONGEST ? text : null;
}

/** The order of fields says nothing; that of lists does. */
const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) => {
    const record = asRecord(part);
    return record ? Object.fromEntries(Object.entries(record).toSorted(byName)) : part;
  });

const byName = ([left]: [string, unknown], [right]: [string, unknown]): number =>
  left < right ? -1 : left > right ? 1 : 0;

const ASKERS: Record<RouteSpecView["stickyBy"], string> = {
  session: "a session",
  user: "an end user",
  key: "a key",
  nobody: "nobody",
};

function stickyChange(before: RouteSpecView["stickyBy"], after: RouteSpecView["stickyBy"]): SpecChange[] {
  if (before === after) return [];
  const sentence = `An arm is kept by ${ASKERS[after]} instead of ${ASKERS[before]}.`;
  return [{ subject: "stickyBy", kind: "arm", sentence }];
}

function lockChanges(before: readonly string[], after: readonly string[]): SpecChange[] {
  const change = (subject: string, sentence: string): SpecChange => ({ subject, kind: "lock", sentence });
  return [
    ...after
      .filter((name) => !before.includes(name))
      .map((name) => change(name, "Callers can no longer set it.")),
    ...before
      .filter((name) => !after.includes(name))
      .map((name) => change(name, "Callers can set it again.")),
  ];
}
