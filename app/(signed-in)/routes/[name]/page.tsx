import type { Metadata } from "next";
import { RoutePage } from "@/components/routes/route-page";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function OneRoutePage({ params }: Props) {
  return <RoutePage name={(await params).name} />;
}
