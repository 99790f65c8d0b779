"use client";

import { LogOut } from "lucide-react";
import { signOut } from "@/components/shell/session-actions";
import { Button } from "@/components/ui/button";

export const SignOutButton = () => (
  <Button onClick={() => void signOut()}>
    <LogOut aria-hidden />
    Sign out
  </Button>
);
