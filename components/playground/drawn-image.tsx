import { Download } from "lucide-react";
import { buttonClass } from "@/components/ui/button";

type Props = { source: string; by: string; number: number };

/** A picture that a model drew, in a box that it cannot leave. */
export function DrawnImage({ source, by, number }: Props) {
  "use memo";
  const extension = /^data:image\/(\w+)/.exec(source)?.[1]?.replace("jpeg", "jpg") ?? "png";
  return (
    <figure className="relative mt-3 w-fit max-w-full overflow-hidden rounded-box border border-line bg-sunken">
      {/* biome-ignore lint/performance/noImgElement: the picture is data in itself, there is nothing to optimize */}
      <img
        src={source}
        alt={`Drawn by ${by}`}
        className="max-h-120 min-h-32 max-w-full min-w-32 object-contain"
      />
      <a
        href={source}
        download={`picture-${number}.${extension}`}
        aria-label={`Download picture ${number}`}
        data-tip="Download"
        className={`${buttonClass({ size: "icon-sm" })} absolute right-2 bottom-2`}
      >
        <Download aria-hidden />
      </a>
    </figure>
  );
}
