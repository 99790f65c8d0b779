import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { KeysBoard } from "@/components/keys/keys-board";

export const metadata: Metadata = { title: "Keys" };

type Props = { searchParams: Query };

export default async function KeysPage({ searchParams }: Props) {
  await admit("/keys", searchParams);
  return <KeysBoard />;
}
