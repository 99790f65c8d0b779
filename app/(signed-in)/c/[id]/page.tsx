import { readOwnBeginning } from "@/app/beginning";
import { MessagesAhead } from "@/components/playground/messages-ahead";
import { Playground } from "@/components/playground/playground";

/** The address says which conversation; the playground reads it there. */
export default async function ConversationPage() {
  return (
    <>
      <MessagesAhead />
      <Playground beginning={await readOwnBeginning()} />
    </>
  );
}
