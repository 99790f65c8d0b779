/** Languages that a person can have dates and numbers written in, by their tags. */
export const LOCALES = [
  ...["en-US", "en-GB", "en-CA", "en-IN", "de-DE", "de-CH", "fr-FR", "es-ES", "es-MX", "it-IT", "pt-BR"],
  ...["nl-NL", "pl-PL", "cs-CZ", "sv-SE", "da-DK", "nb-NO", "fi-FI", "tr-TR", "uk-UA", "ja-JP", "ko-KR"],
  "zh-CN",
] as const;
export type Locale = (typeof LOCALES)[number];
