import type { ChangeKind } from "@/lib/catalog/changes-api";

export const KIND_LABELS: Record<ChangeKind, string> = {
  price: "Price",
  context: "Context",
  parameters: "Parameters",
  modalities: "Modalities",
  expiry: "End",
  new: "New",
  gone: "Gone",
  returned: "Back",
};

/** Lower case for the middle of a sentence. */
export const KIND_TONES: Partial<Record<ChangeKind, "ok" | "warn">> = {
  new: "ok",
  returned: "ok",
  gone: "warn",
  expiry: "warn",
};
