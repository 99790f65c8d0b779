/** What a pane is called while nobody may know its model: `A` for the first. */
export const aliasOf = (position: number): string => String.fromCharCode(65 + position);
