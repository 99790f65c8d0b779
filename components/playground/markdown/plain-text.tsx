/** Text as it is written. */
export function PlainText({ text }: { text: string }) {
  "use memo";
  return <p className="whitespace-pre-wrap wrap-anywhere">{text}</p>;
}
