"use client";

import { useState } from "react";
import { LANGUAGE_LABELS, LANGUAGES, type Language, snippet } from "@/lib/core/snippets";
import { CopyButton } from "./copy-button";
import { Tabs } from "./tabs";
import { useBaseUrl } from "./use-base-url";

type Props = {
  /** A virtual key, or what stands for one. */
  apiKey: string;
  model: string;
};

/** How a program calls a model through this Patchbay, in several languages, ready to be copied. */
export function CallSnippets({ apiKey, model }: Props) {
  const [language, setLanguage] = useState<Language>("curl");
  const baseUrl = useBaseUrl();
  const code = snippet(language, { baseUrl, key: apiKey, model });
  return (
    <Tabs
      label="Language"
      value={language}
      options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_LABELS[value] }))}
      onChange={setLanguage}
      action={<CopyButton text={code} label={`Copy the ${LANGUAGE_LABELS[language]} call`} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} className="h-60 overflow-auto bg-sunken px-3 py-2.5 font-mono text-xs leading-5">
        <code>{code}</code>
      </pre>
    </Tabs>
  );
}
