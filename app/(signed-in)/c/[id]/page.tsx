import { readOwnBeginning } from "@/app/beginning";
import { Playground } from "@/components/playground/playground";

/** The address says which conversation; the playground reads it there. */
export default async function ConversationPage() {
  return <Playground beginning={await readOwnBeginning()} />;
}
