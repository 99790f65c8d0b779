import { Link2Off } from "lucide-react";
import { Empty } from "@/components/ui/empty";

export default function EndedLink() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <Empty icon={<Link2Off aria-hidden />} title="This link has ended">
        It has expired or was revoked, or the address is not whole. Whoever sent it can make another one.
      </Empty>
    </main>
  );
}
