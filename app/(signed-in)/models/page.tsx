import type { Metadata } from "next";
import { ModelsBoard } from "@/components/catalog/table/models-board";

export const metadata: Metadata = { title: "Models" };

export default function ModelsPage() {
  return <ModelsBoard />;
}
