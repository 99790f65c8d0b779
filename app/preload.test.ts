import { expect, test } from "vitest";
import { preloadFor } from "./preload";

const ID = "0199c0de-0000-7000-8000-000000000001";
const document = new Headers({ "sec-fetch-dest": "document" });

test("the end of a conversation is fetched along with its page", () => {
  expect(preloadFor(document, `/c/${ID}`)).toBe(
    `</api/conversations/${ID}?last=64>; rel=preload; as=fetch; crossorigin`,
  );
});

test.each([
  ["another page", document, "/spend"],
  ["something that is no id", document, "/c/x>; rel=stylesheet"],
  ["a page that one goes on to", new Headers({ "sec-fetch-dest": "empty" }), `/c/${ID}`],
])("nothing is fetched ahead for %s", (_, headers, path) => {
  expect(preloadFor(headers, path)).toBeNull();
});
