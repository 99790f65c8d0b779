import { parse } from "lossless-json";

/**
 * `JSON.parse`, but a number that is not a safe integer stays the text in which it was sent, so that
 * money can be read from its own digits. Node learnt to show a reviver the source only with 22.
 * @throws SyntaxError
 */
export function parseExact(text: string): unknown {
  return parse(text, null, {
    parseNumber: (digits) => (/^-?\d{1,15}$/.test(digits) ? Number(digits) : digits),
    onDuplicateKey: ({ newValue }) => newValue,
  });
}
