import { expect, test } from "vitest";
import type { CatalogState } from "@/lib/catalog/catalog.server";
import { readModels } from "@/lib/catalog/read-model";
import { answerCatalog } from "./answer";

const state = (more: Partial<CatalogState> = {}): CatalogState => ({
  ...readModels([{ id: "acme/one", pricing: { prompt: "0.1" } }]),
  fetchedAt: new Date("2026-11-20T12:00:00Z"),
  failure: null,
  digest: "abc",
  repriced: {},
  gone: [],
  ...more,
});

test("answers the list, without what is ours alone", async () => {
  const response = answerCatalog(state(), null);
  expect(response.headers.get("content-type")).toBe("application/json");
  const body = await response.json();
  expect(body).toMatchObject({ models: [{ id: "acme/one", prices: { prompt: "0.1" } }], unreadable: 0 });
  expect(body).toMatchObject({ fetchedAt: "2026-11-20T12:00:00.000Z", failure: null });
  expect(body).not.toHaveProperty("digest");
});

test("a browser that has this very list gets no second one", async () => {
  const etag = answerCatalog(state(), null).headers.get("etag") ?? "";
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const response = answerCatalog(state(), known);
    expect(response.status).toBe(304);
    expect(await response.text()).toBe("");
    expect(response.headers.get("etag")).toBe(etag);
  }
});

test.each<Partial<CatalogState>>([
  { fetchedAt: new Date("2026-11-20T12:05:00Z") },
  { failure: { code: "upstream_timeout", by: "openrouter", message: "No.", remedy: "retry" } },
  { unreadable: 1 },
])("the same models with %j are another answer", (more) => {
  const etag = answerCatalog(state(), null).headers.get("etag");
  expect(answerCatalog(state(more), etag).status).toBe(200);
});
