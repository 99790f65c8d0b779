import { saveBlob } from "@/components/ui/save-file";

type Picture = {
  name: string;
  title: string;
  /** Of which time it is. */
  about: string;
  legend: readonly { label: string; colour: string }[];
};

/** Whatever is drawn on any screen is sharp on a good one. */
const SCALE = 2;
const PAD = 20;
const LINE = 20;
/** Title and time. */
const HEAD = 48;
/** What a style sheet gives to the parts of a chart; a picture stands without one. */
const INHERITED = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity"],
  ...["font-family", "font-size", "font-weight", "text-anchor", "visibility", "display"],
] as const;

/** Saves a chart as it looks now, theme and all, with its title and legend, as a PNG. @throws when it cannot be drawn */
export async function saveChartPng(
  svg: SVGSVGElement,
  { name, title, about, legend }: Picture,
): Promise<void> {
  const { width, height } = svg.getBoundingClientRect();
  const body = getComputedStyle(document.body);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const small = `12px ${body.fontFamily}`;
  pen.font = small;
  const lines = brokenInLines(pen, legend, width);
  canvas.width = (width + 2 * PAD) * SCALE;
  canvas.height = (height + 2 * PAD + HEAD + lines.length * LINE + 8) * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = body.backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = body.color;
  pen.font = `500 14px ${body.fontFamily}`;
  pen.textBaseline = "middle";
  pen.fillText(title, PAD, PAD + 8);
  pen.font = small;
  pen.fillText(about, PAD, PAD + 28);
  pen.drawImage(await imageOf(svg, width, height), PAD, PAD + HEAD, width, height);
  for (const [row, entries] of lines.entries()) {
    const y = PAD + HEAD + height + 8 + (row + 0.5) * LINE;
    for (const { label, colour, x } of entries) {
      pen.fillStyle = resolved(colour);
      pen.fillRect(PAD + x, y - 5, 10, 10);
      pen.fillStyle = body.color;
      pen.fillText(label, PAD + x + 16, y);
    }
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("no picture");
  saveBlob(`${name}.png`, blob);
}

type Entry = { label: string; colour: string; x: number };

function brokenInLines(
  pen: CanvasRenderingContext2D,
  legend: Picture["legend"],
  width: number,
): readonly Entry[][] {
  const lines: Entry[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const { label, colour } of legend) {
    const size = pen.measureText(label).width + 16;
    if (x + size > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)?.push({ label, colour, x });
    x += size + 20;
  }
  return lines;
}

async function imageOf(svg: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [svg, copy].map((root) => [root, ...root.querySelectorAll("*")]);
  for (const [index, original] of (originals ?? []).entries()) {
    const style = getComputedStyle(original);
    const target = copies?.[index];
    target?.removeAttribute("style");
    target?.removeAttribute("class");
    for (const property of INHERITED) target?.setAttribute(property, style.getPropertyValue(property));
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

/** A variable of the theme as a colour of its own, which a canvas needs. */
function resolved(colour: string): string {
  const probe = document.createElement("span");
  probe.style.color = colour;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
