import type { Metadata } from "next";
import { standAtDoor } from "@/app/admission";
import { SignIn } from "@/components/team/sign-in";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  await standAtDoor({ leave: true });
  return <SignIn />;
}
