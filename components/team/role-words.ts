import type { Role } from "@/lib/team/policy";

/** What each role is called, and what it comes to for people. */
export const ROLE_WORDS: Record<Role, { label: string; invited: string; may: string }> = {
  owner: { label: "Owner", invited: "", may: "Everything, the hand-over of this workspace included." },
  admin: {
    label: "Admin",
    invited: "You join as an admin: you see everyone’s usage, and run the team and its settings.",
    may: "Sees everyone’s usage, and runs the team and its settings.",
  },
  member: {
    label: "Member",
    invited: "You join as a member: you chat, make keys and routes, and see your own usage.",
    may: "Chats, makes keys and routes, and sees their own usage.",
  },
  viewer: {
    label: "Viewer",
    invited: "You join as a viewer: you look at models, prices and routes.",
    may: "Looks at models, prices and routes, and asks nothing.",
  },
};
