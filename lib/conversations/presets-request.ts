import { z } from "zod";
import { Parameters } from "@/lib/routing/parameters-request";
import { plainLine } from "@/lib/team/keys-request";

const Name = plainLine(100);
/** Null leaves a pane's own instructions as they are. */
const System = z.string().min(1).max(100_000).nullable();

/** `POST /api/presets`. */
export const NewPreset = z.strictObject({ name: Name, system: System.default(null), parameters: Parameters });
export type NewPreset = z.infer<typeof NewPreset>;

/** `PATCH /api/presets/{id}`: what is named changes, as a whole. */
export const PresetChange = z
  .strictObject({
    name: Name.exactOptional(),
    system: System.exactOptional(),
    parameters: Parameters.exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, "names nothing to change");
export type PresetChange = z.infer<typeof PresetChange>;
