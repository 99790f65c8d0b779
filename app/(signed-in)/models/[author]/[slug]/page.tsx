import type { Metadata } from "next";
import { ModelPage } from "@/components/catalog/model/model-page";
import { modelIdOf } from "@/lib/catalog/model-path";

type Props = { params: Promise<{ author: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: modelIdOf(await params) };
}

export default async function OneModelPage({ params }: Props) {
  return <ModelPage id={modelIdOf(await params)} />;
}
