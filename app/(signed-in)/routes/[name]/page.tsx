import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { RoutePage } from "@/components/routes/route-page";

type Props = { params: Promise<{ name: string }>; searchParams: Query };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function OneRoutePage({ params, searchParams }: Props) {
  const { name } = await params;
  await admit(`/routes/${name}`, searchParams);
  return <RoutePage name={name} />;
}
