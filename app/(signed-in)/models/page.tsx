import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { ModelsBoard } from "@/components/catalog/table/models-board";

export const metadata: Metadata = { title: "Models" };

type Props = { searchParams: Query };

export default async function ModelsPage({ searchParams }: Props) {
  await admit("/models", searchParams);
  return <ModelsBoard />;
}
