import { expect, test } from "vitest";
import { keepPictures } from "./drawn-pictures";
import { picturesOf } from "./history";

const picture = (mark: string, bytes = 3_000) => `data:image/png;base64,${mark.repeat((bytes * 4) / 3)}`;
const [A, B, C] = [picture("A"), picture("B"), picture("C")];
const turns = [
  { id: 1, extras: null },
  { id: 2, extras: { images: [A, B], toolCalls: [] } },
  { id: 3, extras: { images: [C] } },
];
const kept = (room: number) => keepPictures(turns, room).map(picturesOf);

test("the newest pictures stay, in their order, and what is older than one that does not fit goes", () => {
  expect(kept(9_000)).toEqual([[], [A, B], [C]]);
  expect(kept(8_999)).toEqual([[], [B], [C]]);
  expect(kept(2_999)).toEqual([[], [], []]);
  const [, drew] = keepPictures(turns, 0);
  expect(drew).toEqual({ id: 2, extras: { images: [], toolCalls: [] } });
});

test("an address takes no room, but none is sent where there is none at all", () => {
  const far = [{ extras: { images: ["https://a.example/b.png"] } }];
  expect(keepPictures(far, 0)).toEqual(far);
  expect(keepPictures(far, -1).map(picturesOf)).toEqual([[]]);
});
