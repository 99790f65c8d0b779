import { endSession } from "@/lib/team/sessions.server";
import { signIn } from "@/lib/team/sign-in.server";
import { SignInRequest } from "@/lib/team/team-request";
import { cookieName, cookieOf, readCookie } from "../cookie";
import { signedIn, visitor } from "../team-handler";

/** Signs in. */
export const POST = visitor("session:create", async ({ access, body, caller, services }) =>
  signedIn(services, await signIn(access, await body(SignInRequest), caller, services.now())),
);

/** Signs out: here and on the server, also with a cookie that no longer opens anything. */
export const DELETE = visitor("session:create", async ({ access, request, services }) => {
  const { env } = services;
  await endSession(access, readCookie(request.headers, cookieName(env)) ?? "");
  return new Response(null, { status: 204, headers: { "set-cookie": cookieOf(env, null, 0) } });
});
