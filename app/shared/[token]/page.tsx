import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { encode } from "zod/mini";
import { SharedView } from "@/components/playground/shared/shared-view";
import { SharedConversation } from "@/lib/conversations/share-api";
import { loadShared } from "@/lib/conversations/shares.server";
import { AppError } from "@/lib/core/errors";
import { getServices } from "../../services";

export const metadata: Metadata = { title: "Shared conversation", robots: { index: false, follow: false } };

type Props = { params: Promise<{ token: string }> };

/** What a link shows, to whoever has it: read anew each time, so that a link that has ended shows nothing. */
export default async function SharedPage({ params }: Props) {
  const { token } = await params;
  const { db, now } = await getServices();
  const shared = await loadShared(db, token, now()).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  return <SharedView wire={encode(SharedConversation, shared)} />;
}
