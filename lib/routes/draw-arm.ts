type Arm = { name: string; share: number };

/**
 * The arm of whoever asks: the same on every instance and for as long as the shares stay as they are. When an arm
 * grows, only those move that it takes from others.
 * @param arms their shares in percent, 100 together
 * @param route keeps the draws of different routes apart
 * @param who session, user, key, or something that never comes again
 */
export function drawArm<T extends Arm>(arms: readonly T[], route: string, who: string): T {
  const place = (hash(`${route}\0${who}`) / 2 ** 32) * 100;
  let end = 0;
  for (const arm of arms) {
    end += arm.share;
    if (place < end) return arm;
  }
  const last = arms.findLast(({ share }) => share > 0);
  if (!last) throw new RangeError("no arm has a share");
  return last;
}

/** FNV-1a over UTF-16 units, finished as in MurmurHash3 so that similar names end far apart. 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
