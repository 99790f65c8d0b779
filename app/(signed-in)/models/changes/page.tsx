import type { Metadata } from "next";
import { ChangesBoard } from "@/components/catalog/changes/changes-board";

export const metadata: Metadata = { title: "Price watch" };

export default function ChangesRoute() {
  return <ChangesBoard />;
}
