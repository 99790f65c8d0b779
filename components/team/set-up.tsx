"use client";

import { setUp } from "./member-queries";
import { NewcomerForm } from "./newcomer-form";
import { useLinkToken } from "./use-link-token";

/** The first start: whoever has its link becomes the owner. */
export function SetUp() {
  const token = useLinkToken();
  return (
    <NewcomerForm
      title="Set up this Patchbay"
      about="You become its owner. What was done here before, without signing in, is yours."
      submit="Become the owner"
      onSubmit={(newcomer) => setUp({ token: token ?? "", ...newcomer })}
    />
  );
}
