"use client";

import { memo, useState } from "react";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { CodeBlock } from "./code-block";
import { type Block, createBlockCutter } from "./cut-blocks";
import { MarkdownBlock } from "./markdown-block";
import { PlainText } from "./plain-text";
import { PlainTextBoundary } from "./plain-text-boundary";

type Props = { text: string /** Still arriving: the last block may change. */; live: boolean };

/** An answer, drawn block by block: while it streams, only the last block is drawn again. */
export default function Markdown({ text, live }: Props) {
  "use memo";
  const [cut] = useState(createBlockCutter);
  const shown = revealHidden(text.replaceAll("\r\n", "\n"));
  const blocks = cut(shown);
  return (
    <PlainTextBoundary text={shown} live={live}>
      <div className="answer" data-live={live || undefined}>
        {blocks.map((block, index) => (
          // Blocks only ever grow at the end, so the place is the identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <BlockView key={index} block={block} settled={!live || index < blocks.length - 1} />
        ))}
      </div>
    </PlainTextBoundary>
  );
}

const BlockView = memo(function BlockView({ block, settled }: { block: Block; settled: boolean }) {
  switch (block.kind) {
    case "code":
      return <CodeBlock code={block.text} language={block.language} complete={block.closed || settled} />;
    case "plain":
      return <PlainText text={block.text} />;
    case "markdown":
      return (
        <PlainTextBoundary text={block.text} live={!settled}>
          <MarkdownBlock text={block.text} />
        </PlainTextBoundary>
      );
    default:
      return block satisfies never;
  }
});
