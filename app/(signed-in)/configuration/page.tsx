import type { Metadata } from "next";
import { type Query, requirePage } from "@/app/admission";
import { ConfigurationBoard } from "@/components/configuration/configuration-board";

export const metadata: Metadata = { title: "Configuration" };

type Props = { searchParams: Query };

export default async function ConfigurationPage({ searchParams }: Props) {
  await requirePage("configuration:read", "/configuration", searchParams);
  return <ConfigurationBoard />;
}
