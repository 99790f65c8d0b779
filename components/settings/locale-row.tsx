"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Select } from "@/components/ui/select";
import { formatCount, formatUsd } from "@/lib/core/format";
import { formatMoment } from "@/lib/core/format-instant";
import { setLocale } from "@/lib/core/locale";
import { LOCALES, type Locale } from "@/lib/core/locales";
import { parseUsd } from "@/lib/core/money";
import { changePersonal } from "./queries";
import { SettingRow } from "./setting-row";
import { useSave } from "./use-save";

const AMOUNT = parseUsd("1234.56");

/** In which country's way dates and numbers are written. */
export function LocaleRow({ locale }: { locale: string | null }) {
  const client = useQueryClient();
  const [now] = useState(() => new Date());
  const saved = useSave(async (next: Locale | null) => {
    await changePersonal(client, { locale: next });
    setLocale(next);
  });
  const known = LOCALES.find((one) => one === locale) ?? null;
  return (
    <SettingRow
      title="Dates and numbers"
      hint="Texts stay English, and what is copied or exported stays as programs read it."
      saved={saved}
    >
      <Select
        label="Dates and numbers"
        value={known ?? ""}
        onChange={({ target }) => {
          const next = LOCALES.find((one) => one === target.value) ?? null;
          void saved.save(next, { before: known, words: "Dates and numbers are written in another way." });
        }}
        className="max-w-full"
      >
        <option value="">Dates as the browser has them</option>
        {LOCALES.map((one) => (
          <option key={one} value={one}>
            {nameOf(one)}
          </option>
        ))}
      </Select>
      <p className="text-xs text-muted tabular-nums">
        {formatMoment(now)} · {formatCount(1_234_567)} · {formatUsd(AMOUNT)}
      </p>
    </SettingRow>
  );
}

/** `Deutsch (Deutschland)`: everybody finds their own. */
const nameOf = (locale: Locale): string =>
  new Intl.DisplayNames(locale, { type: "language", languageDisplay: "standard" }).of(locale) ?? locale;
