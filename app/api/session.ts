import "server-only";
import { AppError } from "@/lib/core/errors";
import { readSession, type SignedIn } from "@/lib/team/sessions.server";
import type { Services } from "../services";
import { cookieName, readCookie } from "./cookie";

type Known = Pick<Services, "access" | "env" | "now">;

/** Who a request's cookie stands for, now. No other header counts. @throws AppError `unauthenticated` */
export async function sessionOf(request: Request, { access, env, now }: Known): Promise<SignedIn> {
  const token = readCookie(request.headers, cookieName(env));
  const session = access && token !== null ? await readSession(access, token, now()) : null;
  if (!session) throw new AppError("unauthenticated");
  return session;
}
