import { CHAT } from "@/lib/chat/dialects/dialects";
import { only } from "../../only";
import { program } from "../../program";
import { throughNext } from "../../through-next";

export const maxDuration = 300;

const post = program(throughNext(CHAT), CHAT);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = only("POST", post, CHAT);
