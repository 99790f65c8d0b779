import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs";
import { CHANGE_KINDS } from "@/lib/catalog/changes-api";

/** How many days back one can look. */
export const SPANS = [30, 90, 365] as const;

/** Which changes the page shows, in the address. */
export const changesParsers = {
  days: parseAsNumberLiteral(SPANS).withDefault(30),
  kind: parseAsArrayOf(parseAsStringLiteral(CHANGE_KINDS)).withDefault([]),
  used: parseAsBoolean.withDefault(false),
  model: parseAsString,
};
