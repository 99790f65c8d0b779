// What it takes to read a conversation; loaded along with the first one.
export { Conversation } from "@/lib/conversations/api";
export { reuse } from "@/lib/core/reuse";
