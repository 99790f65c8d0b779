"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/** A link whose page is fetched ahead once it is pointed at: twenty requests at once would stand before what a page shows. */
export function PageLink(props: ComponentProps<typeof Link>) {
  const [ahead, setAhead] = useState<null | false>(false);
  return <Link {...props} prefetch={ahead} onPointerEnter={() => setAhead(null)} />;
}
