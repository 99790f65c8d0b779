import { expect, test } from "vitest";
import { modelIdOf, modelPath } from "./model-path";

test.each(["acme/one", "acme/one:free", "~acme/one-latest", "acme/a/b"])("%s goes there and back", (id) => {
  const [author = "", slug = ""] = modelPath(id).split("/");
  expect(modelIdOf({ author, slug })).toBe(id);
});

test("what no database takes is no name of a model, and no failure", () => {
  expect(modelIdOf({ author: "%00", slug: "one" })).toBe("\uFFFD/one");
  expect(modelIdOf({ author: "acme", slug: "%ff" })).toBe("acme/%ff");
});
