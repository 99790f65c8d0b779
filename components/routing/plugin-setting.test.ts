import { expect, test } from "vitest";
import { Parameters } from "@/lib/routing/parameters-request";
import { pluginIn, withOption, withPlugin } from "./plugin-setting";

test("a plugin is turned on, set and turned off, and the others stay", () => {
  const both = { plugins: withPlugin({ plugins: withPlugin({}, "web", {}) }, "file-parser", {}) };
  expect(both).toEqual({ plugins: [{ id: "web" }, { id: "file-parser" }] });
  const web = pluginIn(both, "web") ?? {};
  const set = withOption(withOption(web, "max_results", 3), "include_domains", ["example.com"]);
  const plugins = withPlugin(both, "web", set);
  expect(plugins).toEqual([
    { id: "file-parser" },
    { id: "web", max_results: 3, include_domains: ["example.com"] },
  ]);
  expect(Parameters.safeParse({ plugins }).error).toBeUndefined();
  expect(withOption(withOption(set, "max_results", null), "include_domains", [])).toEqual({});
  const left = withPlugin({ plugins }, "web", null);
  expect(left).toEqual([{ id: "file-parser" }]);
  expect(withPlugin({ plugins: left }, "file-parser", null)).toBeNull();
  expect(pluginIn({}, "web")).toBeNull();
});
