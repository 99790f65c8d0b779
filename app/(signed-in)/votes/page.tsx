import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { VotesBoard } from "@/components/votes/votes-board";

export const metadata: Metadata = { title: "Votes" };

type Props = { searchParams: Query };

export default async function VotesPage({ searchParams }: Props) {
  await admit("/votes", searchParams);
  return <VotesBoard />;
}
