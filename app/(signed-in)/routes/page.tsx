import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { RoutesBoard } from "@/components/routes/routes-board";

export const metadata: Metadata = { title: "Routes" };

type Props = { searchParams: Query };

export default async function RoutesPage({ searchParams }: Props) {
  await admit("/routes", searchParams);
  return <RoutesBoard />;
}
