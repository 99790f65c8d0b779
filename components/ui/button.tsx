import clsx from "clsx";
import type { ButtonHTMLAttributes, ComponentProps } from "react";

const LOOKS = {
  primary:
    "bg-accent text-accent-ink font-medium hover:bg-accent-hover disabled:bg-hover disabled:text-muted disabled:opacity-100",
  secondary: "border border-line bg-raised text-ink hover:bg-hover",
  ghost: "text-muted hover:bg-hover hover:text-ink",
  danger: "border border-line bg-raised text-danger hover:bg-danger-soft",
} as const;

const SIZES = {
  sm: "h-7 px-2 text-xs gap-1.5",
  md: "h-8 px-3 text-sm gap-2",
  icon: "size-8 justify-center",
  "icon-sm": "size-7 justify-center",
} as const;

export type Look = { look?: keyof typeof LOOKS; size?: keyof typeof SIZES };

/** The dress of a button, for whatever must look like one. */
export const buttonClass = ({ look = "secondary", size = "md" }: Look = {}): string =>
  clsx(
    "inline-flex shrink-0 items-center justify-center rounded-control whitespace-nowrap transition-colors select-none",
    "disabled:pointer-events-none disabled:opacity-50 touch:min-h-11 touch:min-w-11 [&_svg]:size-4 [&_svg]:shrink-0",
    LOOKS[look],
    SIZES[size],
  );

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & ComponentProps<"button"> & Look;

export function Button({ look, size, className, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx(buttonClass({ ...(look && { look }), ...(size && { size }) }), className)}
      {...rest}
    />
  );
}

type IconButtonProps = Omit<ButtonProps, "aria-label"> & { label: string; tip?: string };

/** An icon alone: the label is its name for screen readers and its tooltip. */
export function IconButton({ label, tip = label, look = "ghost", size = "icon", ...rest }: IconButtonProps) {
  return <Button aria-label={label} data-tip={tip} look={look} size={size} {...rest} />;
}
