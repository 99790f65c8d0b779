import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { createManagement } from "./management.server";

const ROW = { date: "2026-11-18", model: "a/b", usage: 1, requests: 1 };

function setUp(answer: (hash: string | null) => unknown, keyHash: string | null = "ours") {
  const asked: (string | null)[] = [];
  const upstream = {
    getCredits: async () => ({}),
    getActivity: async (hash: string | null) => {
      asked.push(hash);
      return answer(hash);
    },
  };
  return { asked, management: createManagement({ upstream, keyHash }) };
}

test("asks for the activity of our key alone", async () => {
  const { asked, management } = setUp(() => ({ data: [ROW] }));
  expect(await management.getActivity()).toMatchObject({ rows: [{ model: "a/b" }], ofOurKey: true });
  expect(asked).toEqual(["ours"]);
});

test("takes the whole account and says so where the filter is not known, or our key is not", async () => {
  const { asked, management } = setUp((hash) => {
    if (hash !== null) throw new AppError("upstream_rejected");
    return { data: [ROW] };
  });
  expect(await management.getActivity()).toMatchObject({ rows: [{}], ofOurKey: false });
  expect(asked).toEqual(["ours", null]);
  expect((await setUp(() => ({ data: [] }), null).management.getActivity()).ofOurKey).toBe(false);
});

test.each(["upstream_key", "upstream_forbidden"] as const)("%s means the management key", async (code) => {
  const { management } = setUp(() => {
    throw new AppError(code, { upstreamStatus: 403, said: "Only management keys" });
  });
  await expect(management.getActivity()).rejects.toMatchObject({
    code: "management_key",
    details: { said: "Only management keys" },
  });
});

test("other failures are themselves, and no list is no answer", async () => {
  const away = setUp(() => {
    throw new AppError("upstream_unreachable");
  });
  await expect(away.management.getActivity()).rejects.toMatchObject({ code: "upstream_unreachable" });
  await expect(setUp(() => ({})).management.getActivity()).rejects.toMatchObject({
    code: "upstream_garbled",
  });
});
