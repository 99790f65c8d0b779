import { handle } from "../handler";
import { answerCatalog } from "./answer";

export const GET = handle("catalog:read", async ({ services, request }) =>
  answerCatalog(await services.catalog.current(), request.headers.get("if-none-match")),
);
