import type { Metadata } from "next";
import { PersonalBoard } from "@/components/settings/personal-board";

export const metadata: Metadata = { title: "Settings" };

export default function SettingsPage() {
  return <PersonalBoard />;
}
