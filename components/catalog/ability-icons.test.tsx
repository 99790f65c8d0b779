import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { catalogModel } from "@/lib/catalog/testing";
import { ReadsIcons } from "./ability-icons";

test("content of a kind that is not known has no icon, whatever it is called", () => {
  const model = catalogModel("acme/one", {
    inputModalities: ["text", "image", "__proto__", "constructor", "toString"],
  });
  const markup = renderToStaticMarkup(<ReadsIcons model={model} />);
  expect(markup.match(/aria-label/g)).toHaveLength(1);
  expect(markup).toContain('aria-label="reads image"');
});
