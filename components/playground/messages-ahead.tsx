"use client";

import dynamic from "next/dynamic";
import { patiently } from "@/components/ui/lazy";

const Nothing = () => null;

/** Draws nothing, and has the page name what shows conversations, so that the browser fetches it with the first programs. */
export const MessagesAhead = dynamic(() => patiently(() => import("./messages")).then(() => Nothing));
