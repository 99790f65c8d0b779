import {
  BookText,
  Box,
  ChartColumn,
  KeyRound,
  type LucideIcon,
  MessageSquare,
  MessagesSquare,
  Route,
  ScrollText,
  Trophy,
  Wallet,
} from "lucide-react";

/** The pages of the workspace, in the order of the rail. Only what exists stands here. */
export const PAGES: readonly { href: string; label: string; icon: LucideIcon }[] = [
  { href: "/", label: "Playground", icon: MessageSquare },
  { href: "/conversations", label: "Conversations", icon: MessagesSquare },
  { href: "/models", label: "Models", icon: Box },
  { href: "/routes", label: "Routes", icon: Route },
  { href: "/prompts", label: "Prompts", icon: BookText },
  { href: "/votes", label: "Votes", icon: Trophy },
  { href: "/spend", label: "Spend", icon: ChartColumn },
  { href: "/budgets", label: "Budgets", icon: Wallet },
  { href: "/generations", label: "Generations", icon: ScrollText },
  { href: "/keys", label: "Keys", icon: KeyRound },
];

/** Which of the pages that are not everybody's the viewer may see. */
export type MayRead = { alerts: boolean; configuration: boolean };

/** Whether a page is the one that is open; a conversation belongs to the playground. */
export function isCurrent(href: string, pathname: string): boolean {
  if (href === "/") return pathname === "/" || pathname.startsWith("/c/");
  return pathname === href || pathname.startsWith(`${href}/`);
}
