import { handle } from "../../handler";
import { answerCatalog } from "../answer";

export const POST = handle("catalog:read", async ({ services }) =>
  answerCatalog(await services.catalog.refresh(), null),
);
