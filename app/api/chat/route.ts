import { after } from "next/server";
import { encode } from "zod/mini";
import { ChatRequest } from "@/lib/chat/request";
import { startChat } from "@/lib/chat/start.server";
import { ChatStarted } from "@/lib/chat/start-api";
import { noteRecentModels } from "@/lib/team/preferences.server";
import { handle } from "../handler";

export const maxDuration = 300;

/** Starts the answers to one message. They run on after this response, and after the browser has gone. */
export const POST = handle("chat:write", async ({ actor, services, body }) => {
  const request = await body(ChatRequest);
  const started = await startChat(services, services.db, actor, request);
  // While nobody may know which model answers, none is noted as used.
  const models = started.generations.flatMap(({ model }) => (model === "" ? [] : [model]));
  // Where functions are frozen after their response, this keeps them awake until the answers are settled.
  after(() => services.runner.idle());
  after(() =>
    noteRecentModels(services.db, actor, models, services.now()).catch((error: unknown) =>
      services.onError("the models used last could not be noted", error),
    ),
  );
  return Response.json(encode(ChatStarted, started), { status: 202 });
});
