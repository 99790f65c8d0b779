// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { LAST_MODEL, recall } from "./remembered";
import { useChat } from "./use-chat";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
vi.mock("./send-message", () => ({ sendMessage: async () => ({ generations: [] }) }));

test("a model without a name, as all are while a conversation is blind, is not remembered", async () => {
  let chat: ReturnType<typeof useChat> | undefined;
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
