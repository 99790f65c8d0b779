import type { Metadata } from "next";
import { PromptsBoard } from "@/components/prompts/prompts-board";

export const metadata: Metadata = { title: "Prompts" };

export default function PromptsPage() {
  return <PromptsBoard />;
}
