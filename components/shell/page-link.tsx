"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/** A link whose page is fetched ahead once it is meant: twenty requests at once would stand before what a page shows. */
export function PageLink(props: ComponentProps<typeof Link>) {
  const [meant, setMeant] = useState(false);
  const mean = () => setMeant(true);
  return <Link {...props} prefetch={meant ? null : false} onPointerEnter={mean} onFocus={mean} />;
}
