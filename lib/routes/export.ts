import type { JsonRecord } from "@/lib/core/lenient";
import { applyRoute } from "./apply-route";
import type { RouteSpecView } from "./routes-api";
import type { RouteSpec } from "./spec-request";

type Arm = RouteSpecView["arms"][number];

/** What is asked where nobody asks anything. */
const SAMPLE = [{ role: "user", content: "Say hello." }];

/** An arm as the body that goes out when the caller sets nothing; shares, stickiness and locks have no place in one. */
export const exportBody = (
  spec: RouteSpecView,
  arm: Arm,
  messages: readonly unknown[] = SAMPLE,
): JsonRecord =>
  // What browsers hold was judged by the server, or will be.
  applyRoute(spec as RouteSpec, arm as RouteSpec["arms"][number], { messages }).body;

/** A chain as lines of a `.env` file, for programs that do their own falling back. */
export const exportEnvironment = ({ models }: Pick<Arm, "models">): string =>
  models
    .map((model, index) => `${nameOf(index)}=${PLAIN.test(model) ? model : JSON.stringify(model)}\n`)
    .join("");

/** Shells read more into anything else: a leading `~` is a home. */
const PLAIN = /^[\w.][\w./:-]*$/;

function nameOf(index: number): string {
  if (index === 0) return "DEFAULT_MODEL";
  return index === 1 ? "FALLBACK_MODEL" : `FALLBACK_MODEL_${index}`;
}
