import { asRecord } from "@/lib/core/lenient";

type Settings = Readonly<Record<string, unknown>>;

/** Settings of which only one can be sent. */
const RIVALS: Readonly<Record<string, string>> = {
  "reasoning.effort": "max_tokens",
  "reasoning.max_tokens": "effort",
};

/** What is set under a name; within a group as `reasoning.effort`. */
export function valueAt(parameters: Settings, path: string): unknown {
  const [name = "", field] = path.split(".");
  return field === undefined ? parameters[name] : asRecord(parameters[name])?.[field];
}

/** The whole setting that results from a part of it; null when nothing is left of it. */
export function withValueAt(
  parameters: Settings,
  path: string,
  value: unknown,
): [name: string, value: unknown] {
  const [name = "", field] = path.split(".");
  if (field === undefined) return [name, value];
  const { [field]: _before, ...others } = asRecord(parameters[name]) ?? {};
  const rival = value === null ? undefined : RIVALS[path];
  const rest = Object.fromEntries(Object.entries(others).filter(([other]) => other !== rival));
  const group = value === null ? rest : { ...rest, [field]: value };
  return [name, Object.keys(group).length === 0 ? null : group];
}
