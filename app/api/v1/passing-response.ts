import type { Passage } from "@/lib/chat/pass.server";

/** A response whose bytes are still on their way: to a web stream, or past it straight to a socket. */
export class PassingResponse extends Response {
  readonly passage: Passage;

  constructor(passage: Passage, init: ResponseInit) {
    super(null, init);
    this.passage = passage;
  }

  /** The same for whoever knows only web streams. */
  toWeb(): Response {
    return new Response(this.passage.stream() as BodyInit, { status: this.status, headers: this.headers });
  }
}
