import { AudioLines, Braces, Brain, FileText, Image, type LucideIcon, Video, Wrench } from "lucide-react";
import type { ReactElement } from "react";
import { FEATURE_LABELS, FEATURES, type Feature, hasFeature } from "@/lib/catalog/filters";
import type { CatalogModel } from "@/lib/catalog/model";

const drawn = (key: string, Icon: LucideIcon, label: string): ReactElement => (
  <Icon key={key} aria-label={label} className="size-3.5 shrink-0" />
);

/*
 * Drawn once: a line that is written anew for another model is not gone through again where its icons are the same,
 * and icons are the most of a line.
 */
const FEATURE_ICONS: Record<Feature, ReactElement> = {
  tools: drawn("tools", Wrench, FEATURE_LABELS.tools),
  reasoning: drawn("reasoning", Brain, FEATURE_LABELS.reasoning),
  json: drawn("json", Braces, FEATURE_LABELS.json),
};
/** A map, since the names come from outside: an object has a `constructor` as well. */
const INPUT_ICONS: ReadonlyMap<string, ReactElement> = new Map(
  (
    [
      ["image", Image],
      ["file", FileText],
      ["audio", AudioLines],
      ["video", Video],
    ] as const
  ).map(([modality, Icon]) => [modality, drawn(modality, Icon, `reads ${modality}`)]),
);

/** What a model reads beside text. */
export function ReadsIcons({ model }: { model: CatalogModel }) {
  return model.inputModalities.map((modality) => INPUT_ICONS.get(modality));
}

/** What a model can do beyond answering; each has its own place, so that lines can be compared. */
export function FeatureIcons({ model }: { model: CatalogModel }) {
  return FEATURES.map((feature) =>
    hasFeature(model, feature) ? FEATURE_ICONS[feature] : <span key={feature} className="w-3.5 shrink-0" />,
  );
}
