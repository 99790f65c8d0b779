import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Conversation, Message, Pane } from "./api";
import { REPRODUCE, readReproduceHash, reproduceLink } from "./reproduce";
import { SetupRequest } from "./setup-request";

const message = (role: Message["role"], content: string) => ({ role, content }) as Message;

const PANE: Pane = {
  id: "p",
  alias: null,
  model: "acme/one",
  fallbackModels: ["acme/two"],
  system: "Be brief.",
  parameters: { seed: 7, temperature: 0.2 },
  running: [],
  messages: [message("user", "Why “#” & %?"), message("assistant", "So."), message("user", "漢字 👩‍👩‍👧")],
};
const CONVERSATION = { sync: true, blind: false, panes: [PANE] } as unknown as Conversation;

const hashOf = (link: string) => new URL(link).hash;
const linkTo = (text: string) => `${REPRODUCE}${deflateRawSync(text).toString("base64url")}`;

describe("a reproduce link", () => {
  test("holds settings and questions, no answers, and nothing before the #", async () => {
    const link = await reproduceLink("http://localhost:3000", CONVERSATION);
    expect(link.split("#")[0]).toBe("http://localhost:3000/");
    expect(SetupRequest.parse(await readReproduceHash(hashOf(link)))).toEqual({
      version: 1,
      sync: true,
      panes: [
        {
          model: "acme/one",
          fallbackModels: ["acme/two"],
          system: "Be brief.",
          parameters: { seed: 7, temperature: 0.2 },
          prompts: ["Why “#” & %?", "漢字 👩‍👩‍👧"],
        },
      ],
    });
  });

  test("is not made of what nobody may know, or of too much", async () => {
    await expect(reproduceLink("", { ...CONVERSATION, blind: true })).rejects.toMatchObject({
      code: "conflict",
    });
    const noise = Array.from({ length: 40_000 }, () => crypto.randomUUID().slice(0, 4)).join("");
    const long = { ...PANE, messages: [message("user", noise)] };
    await expect(reproduceLink("", { ...CONVERSATION, panes: [long] })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  test.each([
    ["cut", hashOf(`http://x/${linkTo(JSON.stringify({ version: 1 }))}`).slice(0, -4)],
    ["no base64", `${REPRODUCE}%%%`],
    ["not pressed", `${REPRODUCE}${btoa("{}")}`],
    ["no JSON", linkTo("{")],
    ["no text", `${REPRODUCE}${deflateRawSync(Buffer.from([0x22, 0xff, 0x22])).toString("base64url")}`],
    ["a bomb", linkTo(`"${" ".repeat(3_000_000)}"`)],
    ["endless", REPRODUCE + "A".repeat(70_000)],
    ["empty", REPRODUCE],
  ])("that is %s is refused with words", async (_what, hash) => {
    await expect(readReproduceHash(hash)).rejects.toMatchObject({ code: "invalid_request" });
  });

  test.each([
    ["another version", { version: 2, sync: true, panes: [{ model: "acme/one", prompts: [] }] }],
    ["no pane", { version: 1, sync: true, panes: [] }],
    [
      "a setting that is none",
      { version: 1, sync: true, panes: [{ model: "acme/one", prompts: [], parameters: { key: 1 } }] },
    ],
    ["a field more", { version: 1, sync: true, panes: [{ model: "acme/one", prompts: [], id: "x" }] }],
    ["no model", { version: 1, sync: true, panes: [{ model: "javascript:alert(1)", prompts: [] }] }],
  ])("with %s sets nothing up", (_what, setup) => {
    expect(SetupRequest.safeParse(setup).success).toBe(false);
  });
});
