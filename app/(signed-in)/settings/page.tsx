import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { PersonalBoard } from "@/components/settings/personal-board";
import { isAllowed } from "@/lib/team/actor";

export const metadata: Metadata = { title: "Settings" };

type Props = { searchParams: Query };

export default async function SettingsPage({ searchParams }: Props) {
  const viewer = await admit("/settings", searchParams);
  return <PersonalBoard configuration={isAllowed(viewer, "configuration:read")} />;
}
