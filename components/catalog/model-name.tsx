import { shortName } from "./short-name";

type Props = { id: string; name: string };

/** A model's name where its id stands below: the maker, whom that tells, is left to those who hear it read. */
export function ModelName({ id, name }: Props) {
  "use memo";
  const short = shortName(id, name);
  return (
    <>
      {short !== name && <span className="sr-only">{name.slice(0, -short.length)}</span>}
      {short}
    </>
  );
}
