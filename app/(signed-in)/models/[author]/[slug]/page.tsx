import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { ModelPage } from "@/components/catalog/model/model-page";
import { modelIdOf } from "@/lib/catalog/model-path";

type Props = { params: Promise<{ author: string; slug: string }>; searchParams: Query };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: modelIdOf(await params) };
}

export default async function OneModelPage({ params, searchParams }: Props) {
  const { author, slug } = await params;
  await admit(`/models/${author}/${slug}`, searchParams);
  return <ModelPage id={modelIdOf({ author, slug })} />;
}
