import type { Metadata } from "next";
import { standAtDoor } from "@/app/admission";
import { getServices } from "@/app/services";
import { SignIn } from "@/components/team/sign-in";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  await standAtDoor({ leave: true });
  const { env, mailer, oidc } = await getServices();
  const { problem, next } = await searchParams;
  const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : null);
  return (
    <SignIn
      provider={oidc && env.OIDC_NAME}
      ownerPasswordOnly={env.OIDC_ONLY}
      sendsMail={mailer !== null}
      problem={one(problem)}
      next={one(next)}
    />
  );
}
