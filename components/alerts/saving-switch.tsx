"use client";

import { useState } from "react";
import { Switch } from "@/components/ui/switch";

type Props = {
  label: string;
  on: boolean;
  /** Saves it; says itself why it could not. */
  onSwitch: (on: boolean) => Promise<void>;
};

/** A switch that stands where it was put while that is saved, and goes back when it could not be. */
export function SavingSwitch({ label, on, onSwitch }: Props) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  const put = async () => {
    setWanted(!on);
    await onSwitch(!on);
    setWanted(null);
  };
  return (
    <Switch
      label={label}
      hiddenLabel
      on={wanted ?? on}
      disabled={wanted !== null}
      tip={(wanted ?? on) ? "On" : "Off"}
      onToggle={() => void put()}
    />
  );
}
