import { CHAT } from "@/lib/chat/dialects/dialects";
import { program } from "../../program";
import { throughNext } from "../../through-next";

export const maxDuration = 300;

export const POST = program(throughNext(CHAT), CHAT);
