import type { Metadata } from "next";
import { standAtDoor } from "@/app/admission";
import { SetUp } from "@/components/team/set-up";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  await standAtDoor({ leave: true });
  return <SetUp />;
}
