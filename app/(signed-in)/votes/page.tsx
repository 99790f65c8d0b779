import type { Metadata } from "next";
import { VotesBoard } from "@/components/votes/votes-board";

export const metadata: Metadata = { title: "Votes" };

export default function VotesPage() {
  return <VotesBoard />;
}
