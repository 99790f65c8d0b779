// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { eventually } from "@/lib/core/testing";
import { LAST_MODEL, recall } from "./remembered";
import { useChat } from "./use-chat";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
const stopped: unknown[] = [];
let answered = () => {};
vi.mock("./actions", () => ({
  stopGenerations: (...asked: unknown[]) => {
    stopped.push(asked);
    return new Promise<void>((resolve) => (answered = resolve));
  },
}));
vi.mock("./send-message", () => ({ sendMessage: async () => ({ generations: [] }) }));

let chat: ReturnType<typeof useChat> | undefined;
async function open() {
  function Host() {
    chat = useChat(
      "c",
      (failure) => failure && expect.fail(failure.message),
      () => {},
    );
    return null;
  }
  await act(async () =>
    testRoot().render(
      <QueryClientProvider client={new QueryClient()}>
        <Host />
      </QueryClientProvider>,
    ),
  );
}

test("a model without a name, as all are while a conversation is blind, is not remembered", async () => {
  await open();
  const ask = (...models: string[]) =>
    act(async () => {
      const rest = { paneId: null, fallbackModels: [], system: null, parameters: {} };
      await chat?.send({ message: "Hi", panes: models.map((model) => ({ key: model, model, ...rest })) });
    });
  await ask("acme/one");
  expect(recall(LAST_MODEL)).toBe("acme/one");
  await ask("", "");
  expect(recall(LAST_MODEL)).toBe("acme/one");
});

test("a second stop goes out while the first is still on its way", async () => {
  await open();
  await act(async () => void chat?.stop(["one"]));
  await eventually(() => expect(stopped).toEqual([["c", ["one"]]]));
  await act(async () => void chat?.stop());
  await eventually(() => expect(stopped.at(-1)).toEqual(["c", undefined]));
  answered();
});
