import type { Metadata } from "next";
import { requirePage } from "@/app/admission";
import { ConfigurationBoard } from "@/components/configuration/configuration-board";

export const metadata: Metadata = { title: "Configuration" };

export default async function ConfigurationPage() {
  await requirePage("configuration:read");
  return <ConfigurationBoard />;
}
