import type { Metadata } from "next";
import { ConversationsBoard } from "@/components/conversations/conversations-board";

export const metadata: Metadata = { title: "Conversations" };

export default function ConversationsPage() {
  return <ConversationsBoard />;
}
