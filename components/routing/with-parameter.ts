/** Settings with one of them changed; null takes it out, so that it is not sent. */
export function withParameter(
  parameters: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  const { [name]: _before, ...rest } = parameters;
  if (value === null) return rest;
  return { ...rest, [name]: value };
}
