import { expect, test } from "vitest";
import { readEnvironment } from "./env";
import { connectManagement, connectUpstream } from "./upstream";

const managementOf = (source: Record<string, string>) => {
  const env = readEnvironment(source);
  return connectManagement(env, connectUpstream(env));
};

test("the sandbox has a management key of its own", async () => {
  const management = managementOf({});
  expect(await management?.getActivity()).toEqual({ rows: [], unreadable: 0, ofOurKey: false });
  expect(await management?.getCredits()).toMatchObject({ data: { total_usage: 0 } });
});

test("OpenRouter is asked with one only where one is set", () => {
  const key = { OPENROUTER_API_KEY: "sk-or-v1-test", OPENROUTER_BASE_URL: "http://127.0.0.1:1/api/v1" };
  expect(managementOf(key)).toBeNull();
  expect(managementOf({ ...key, OPENROUTER_MANAGEMENT_KEY: "sk-or-v1-manage" })).not.toBeNull();
});
