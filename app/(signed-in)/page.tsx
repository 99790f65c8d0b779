import type { Query } from "@/app/admission";
import { readOwnBeginning } from "@/app/beginning";
import { Playground } from "@/components/playground/playground";

type Props = { searchParams: Query };

export default async function PlaygroundPage({ searchParams }: Props) {
  return <Playground beginning={await readOwnBeginning("/", searchParams)} />;
}
