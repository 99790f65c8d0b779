import { EMBEDDINGS } from "@/lib/chat/dialects/dialects";
import { only } from "../only";
import { program } from "../program";
import { throughNext } from "../through-next";

export const maxDuration = 300;

const post = program(throughNext(EMBEDDINGS), EMBEDDINGS);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = only("POST", post, EMBEDDINGS);
