/** The names that are spelled most like another one, closest first; whatever shares less than a third with it is left out. */
export function closestNames(name: string, names: readonly string[], most = 3): string[] {
  return names
    .map((known) => ({ known, likeness: likenessOf(name, known) }))
    .filter(({ likeness }) => likeness >= 1 / 3)
    .sort((left, right) => right.likeness - left.likeness || (left.known < right.known ? -1 : 1))
    .slice(0, most)
    .map(({ known }) => known);
}

/** The share of letter pairs that two names have in common, from 0 to 1 (Sørensen and Dice). */
function likenessOf(left: string, right: string): number {
  const [one, other] = [pairsOf(left), pairsOf(right)];
  const shared = one.filter((pair) => {
    const at = other.indexOf(pair);
    if (at >= 0) other.splice(at, 1);
    return at >= 0;
  }).length;
  return (2 * shared) / (left.length + right.length + 2);
}

/** With the ends marked, so that single letters have pairs too. */
const pairsOf = (text: string): string[] =>
  [...`^${text}$`].slice(1).map((letter, index) => `${`^${text}`[index]}${letter}`);
