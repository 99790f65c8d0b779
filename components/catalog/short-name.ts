import { fold } from "@/lib/catalog/search";

const lettersOf = (text: string): string => fold(text).replace(/[^a-z0-9]/g, "");

/** A model's name without the maker before it, where the id beside it names the maker as well. */
export function shortName(id: string, name: string): string {
  const [, maker, rest] = /^([^:]+): +(.+)$/.exec(name) ?? [];
  if (maker === undefined || rest === undefined) return name;
  const [said, known] = [lettersOf(maker), lettersOf(id.slice(0, id.indexOf("/")))];
  if (said === "" || known === "") return name;
  return known.startsWith(said) || said.startsWith(known) ? rest : name;
}
