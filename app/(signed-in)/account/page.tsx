import type { Metadata } from "next";
import { requireTeamPage } from "@/app/admission";
import { AccountBoard } from "@/components/team/account-board";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  await requireTeamPage("account:write");
  return <AccountBoard />;
}
