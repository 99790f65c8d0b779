// @vitest-environment jsdom
import { act, createRef, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { Composer } from "./composer";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
vi.stubGlobal("CSS", { supports: () => true });

const field = createRef<HTMLTextAreaElement>();

function Page() {
  const [text, setText] = useState("");
  const attachments = { items: [], sendable: true, ids: [], add() {}, remove() {}, retry() {}, clear() {} };
  const state = { running: false, blocked: false, onSend() {}, onStop() {} };
  return (
    <Composer
      {...{ field, text, onText: setText, placeholder: "Ask…", ...state }}
      attachments={attachments as never}
    />
  );
}

test("what was typed before the page listened can be sent", async () => {
  const page = document.body.appendChild(document.createElement("div"));
  page.innerHTML = renderToString(<Page />);
  const drawn = page.querySelector("textarea");
  if (drawn) drawn.value = "typed early";
  const send = () => [...page.querySelectorAll("button")].find(({ type }) => type === "submit");
  expect(send()?.disabled).toBe(true);
  await act(async () => hydrateRoot(page, <Page />));
  expect(field.current?.value).toBe("typed early");
  expect(send()?.disabled).toBe(false);
});
