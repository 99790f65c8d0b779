import type { Metadata } from "next";
import { standAtDoor } from "@/app/admission";
import { getServices } from "@/app/services";
import { ResetPassword } from "@/components/team/reset-password";

export const metadata: Metadata = { title: "Another password" };

export default async function ResetPage() {
  await standAtDoor({ leave: false });
  const { mailer } = await getServices();
  return <ResetPassword sendsMail={mailer !== null} />;
}
