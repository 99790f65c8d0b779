"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { FirstModelField } from "./first-model-field";
import { LocaleRow } from "./locale-row";
import { changePersonal, personalQuery } from "./queries";
import { SettingRow } from "./setting-row";
import { SettingsPage, type SettingsPageProps } from "./settings-page";
import { ShortcutEditor } from "./shortcut-editor";
import { ThemeRow } from "./theme-row";
import { useSave } from "./use-save";

/** A person's own settings: how Patchbay looks, what it begins with, which keys it listens to. */
export function PersonalBoard({ configuration }: Pick<SettingsPageProps, "configuration">) {
  const query = useQuery(personalQuery);
  return (
    <SettingsPage here="/settings" configuration={configuration}>
      <QueryPanel query={query} skeleton={<SkeletonRows rows={8} />}>
        {({ locale, defaultModel, shortcuts, shortcutsOff }) => (
          <>
            <Panel title="Appearance">
              <ThemeRow />
              <LocaleRow locale={locale} />
            </Panel>
            <Panel title="Playground" className="mt-6">
              <FirstModelRow value={defaultModel} />
            </Panel>
            <Panel title="Keyboard shortcuts" id="shortcuts" className="mt-6">
              <ShortcutEditor rebound={shortcuts} off={shortcutsOff} />
            </Panel>
          </>
        )}
      </QueryPanel>
    </SettingsPage>
  );
}

function FirstModelRow({ value }: { value: string | null }) {
  const client = useQueryClient();
  const saved = useSave((defaultModel: string | null) => changePersonal(client, { defaultModel }));
  return (
    <SettingRow
      title="New conversations begin with"
      hint="A model or a route. A link that names models comes first."
      saved={saved}
    >
      <FirstModelField
        value={value}
        otherwise="As the workspace has it, else what you used last."
        onChange={(model) => void saved.save(model, { before: value, words: "Your first model is changed." })}
      />
    </SettingRow>
  );
}
