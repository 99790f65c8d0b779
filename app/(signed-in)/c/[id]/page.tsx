import type { Query } from "@/app/admission";
import { readOwnBeginning } from "@/app/beginning";
import { MessagesAhead } from "@/components/playground/messages-ahead";
import { Playground } from "@/components/playground/playground";

type Props = { params: Promise<{ id: string }>; searchParams: Query };

/** The address says which conversation; the playground reads it there. */
export default async function ConversationPage({ params, searchParams }: Props) {
  const beginning = await readOwnBeginning(`/c/${(await params).id}`, searchParams);
  return (
    <>
      <MessagesAhead />
      <Playground beginning={beginning} />
    </>
  );
}
