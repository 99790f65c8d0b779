import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { ConversationsBoard } from "@/components/conversations/conversations-board";

export const metadata: Metadata = { title: "Conversations" };

type Props = { searchParams: Query };

export default async function ConversationsPage({ searchParams }: Props) {
  await admit("/conversations", searchParams);
  return <ConversationsBoard />;
}
