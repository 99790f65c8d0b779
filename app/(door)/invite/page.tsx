import type { Metadata } from "next";
import { standAtDoor } from "@/app/admission";
import { AcceptInvitation } from "@/components/team/accept-invitation";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitePage() {
  await standAtDoor({ leave: false });
  return <AcceptInvitation />;
}
