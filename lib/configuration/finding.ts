import type { Finding, State } from "./api";

const finding =
  (state: State) =>
  (id: string, subject: string, sentence: string, remedy: string | null = null): Finding => ({
    ...{ id, state, subject, sentence, remedy },
  });

export const ok = finding("ok");
export const note = finding("note");
export const unsafe = finding("unsafe");
export const missing = finding("missing");
