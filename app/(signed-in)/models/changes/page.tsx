import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { ChangesBoard } from "@/components/catalog/changes/changes-board";

export const metadata: Metadata = { title: "Price watch" };

type Props = { searchParams: Query };

export default async function ChangesRoute({ searchParams }: Props) {
  await admit("/models/changes", searchParams);
  return <ChangesBoard />;
}
