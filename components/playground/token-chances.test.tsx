import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ChanceTable } from "./token-chances";

test("each token stands with its probability and the others, white space to be seen", () => {
  const html = renderToStaticMarkup(
    <ChanceTable
      tokens={[
        { token: " Hi\n", chance: 0.98765, others: [{ token: "<b>\u202E", chance: 0.0001 }] },
        { token: "there", chance: 0, others: [] },
      ]}
    />,
  );
  const text = html.replace(/<[^>]*>/g, "|").replace(/\|+/g, "|");
  expect(text).toContain("|␣Hi↵|98.8 %|&lt;b&gt;⟨U+202E⟩ &lt; 0.1 %|");
  expect(text).toContain("|there|0.0 %|");
});
