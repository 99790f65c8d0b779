import { readOwnBeginning } from "@/app/beginning";
import { Playground } from "@/components/playground/playground";

export default async function PlaygroundPage() {
  return <Playground beginning={await readOwnBeginning()} />;
}
