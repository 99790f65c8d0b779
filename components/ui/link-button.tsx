import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";
import { buttonClass, type Look } from "./button";

type LinkButtonProps = ComponentProps<typeof Link> & Look;

export function LinkButton({ look, size, className, ...rest }: LinkButtonProps) {
  return (
    <Link
      className={clsx(buttonClass({ ...(look && { look }), ...(size && { size }) }), className)}
      {...rest}
    />
  );
}
