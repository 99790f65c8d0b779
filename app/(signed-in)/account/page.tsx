import type { Metadata } from "next";
import { type Query, requireTeamPage } from "@/app/admission";
import { AccountBoard } from "@/components/team/account-board";

export const metadata: Metadata = { title: "Account" };

type Props = { searchParams: Query };

export default async function AccountPage({ searchParams }: Props) {
  await requireTeamPage("account:write", "/account", searchParams);
  return <AccountBoard />;
}
