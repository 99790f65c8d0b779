import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { settingsRow } from "@/lib/catalog/settings-row";
import { untakenParameters } from "@/lib/catalog/taken-parameters";
import { catalogModel } from "@/lib/catalog/testing";
import { SetAside } from "./set-aside";

const MODELS = [catalogModel("acme/one", { supportedParameters: ["temperature"], maxCompletionTokens: 500 })];

function said(chain: string[], parameters: Record<string, unknown>): string[] {
  const markup = renderToStaticMarkup(
    <SetAside
      chain={chain}
      row={settingsRow(MODELS, chain)}
      parameters={parameters}
      untaken={untakenParameters(MODELS, chain, parameters)}
      onRemove={() => {}}
    />,
  );
  return [...markup.matchAll(/aria-label="([^"]+)"|<bdi[^>]*>([^<]*)/g)].map(
    ([, label, value]) => label ?? value?.replaceAll("&quot;", '"') ?? "",
  );
}

test("what the model does not take is named with its value, and can be removed", () => {
  const set = { temperature: 0, min_p: 0.1, provider: { order: ["acme"] }, stop: ["pay\u202Elive"] };
  const kept = ["Remove Min P", "0.1", "Remove Stop words", '["pay⟨U+202E⟩live"]'];
  expect(said(["acme/one"], set).toSorted()).toEqual(["Kept, not sent", ...kept].toSorted());
  expect(said(["acme/one"], { temperature: 0, provider: {}, plugins: [] })).toEqual([]);
});

test("what is sent without a field is named, too: all of it for a model of which nothing is known", () => {
  const label = "Sent without a field here";
  const set = { temperature: 0, reasoning: { effort: "low", summary: "auto" }, provider: {} };
  const names = ["Remove Temperature", "Remove Reasoning effort", "Remove reasoning.summary"];
  const found = said(["acme/unlisted"], set);
  expect(found.filter((text) => text.startsWith("Remove"))).toEqual(names);
  expect(found).toContain(label);
  expect(said(["acme/one"], { max_tool_calls: 2 })).toEqual([label, "2", "Remove max_tool_calls"]);
  // Nothing says which tool is called where there are none.
  expect(said(["acme/unlisted"], { tools: [], tool_choice: "auto" })).toEqual([]);
  expect(said(["acme/unlisted"], { tool_choice: "auto" })).toContain("Remove Which tool is called");
});
