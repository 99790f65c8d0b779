import { buttonClass } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <Empty title="There is nothing at this address" action={<HomeLink />}>
        It may have been deleted, or the link is not whole.
      </Empty>
    </main>
  );
}

/** Not Next's link: every page loads this one, and a broken page is better left for good. */
function HomeLink() {
  return (
    <a href="/" className={buttonClass()}>
      To the playground
    </a>
  );
}
