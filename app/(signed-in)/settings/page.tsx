import type { Metadata } from "next";
import { isShown } from "@/app/admission";
import { PersonalBoard } from "@/components/settings/personal-board";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  return <PersonalBoard configuration={await isShown("configuration:read")} />;
}
