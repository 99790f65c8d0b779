import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { PromptsBoard } from "@/components/prompts/prompts-board";

export const metadata: Metadata = { title: "Prompts" };

type Props = { searchParams: Query };

export default async function PromptsPage({ searchParams }: Props) {
  await admit("/prompts", searchParams);
  return <PromptsBoard />;
}
