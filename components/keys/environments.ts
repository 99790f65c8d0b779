import type { VirtualKey } from "@/lib/team/keys-api";

export const ENVIRONMENT_LABELS: Record<VirtualKey["environment"], string> = {
  production: "Production",
  staging: "Staging",
  development: "Development",
};
