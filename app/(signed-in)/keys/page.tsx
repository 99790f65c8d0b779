import type { Metadata } from "next";
import { KeysBoard } from "@/components/keys/keys-board";

export const metadata: Metadata = { title: "Keys" };

export default function KeysPage() {
  return <KeysBoard />;
}
