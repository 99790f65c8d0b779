import { encode } from "zod/mini";
import { readPersonal } from "@/lib/team/personal.server";
import { Personal } from "@/lib/team/personal-api";
import { PersonalChange } from "@/lib/team/personal-request";
import { changePreferences } from "@/lib/team/preferences.server";
import { handle } from "../../handler";

export const GET = handle("preferences:write", async ({ actor, services }) =>
  Response.json(encode(Personal, await readPersonal(services.db, actor))),
);

export const PUT = handle("preferences:write", async ({ actor, services, body }) => {
  await changePreferences(services.db, actor, await body(PersonalChange), services.now());
  return Response.json(encode(Personal, await readPersonal(services.db, actor)));
});
