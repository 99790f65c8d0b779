import { Playground } from "@/components/playground/playground";

/** The address says which conversation; the playground reads it there. */
export default function ConversationPage() {
  return <Playground />;
}
