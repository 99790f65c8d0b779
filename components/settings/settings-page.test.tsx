import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { SettingsPage } from "./settings-page";

test.each([true, false])("the way to the configuration is shown to who may see it alone: %s", (may) => {
  for (const here of ["/settings", "/settings/workspace"] as const) {
    const page = renderToStaticMarkup(
      <SettingsPage here={here} configuration={may}>
        Here
      </SettingsPage>,
    );
    expect(page.includes('href="/configuration"')).toBe(may);
  }
});
