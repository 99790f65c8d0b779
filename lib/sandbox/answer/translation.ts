import type { Asked } from "./answer";

const PHRASES: Record<string, Record<string, string>> = {
  german: {
    hello: "Hallo",
    "good morning": "Guten Morgen",
    "thank you": "Danke",
    goodbye: "Auf Wiedersehen",
    "how are you": "Wie geht es dir",
    "i love you": "Ich liebe dich",
    "good night": "Gute Nacht",
    please: "Bitte",
    world: "Welt",
    "hello world": "Hallo Welt",
  },
  french: {
    hello: "Bonjour",
    "good morning": "Bonjour",
    "thank you": "Merci",
    goodbye: "Au revoir",
    "how are you": "Comment vas-tu",
    "i love you": "Je t'aime",
    "good night": "Bonne nuit",
    please: "S'il te plaît",
    world: "monde",
    "hello world": "Bonjour le monde",
  },
  spanish: {
    hello: "Hola",
    "good morning": "Buenos días",
    "thank you": "Gracias",
    goodbye: "Adiós",
    "how are you": "¿Cómo estás?",
    "i love you": "Te quiero",
    "good night": "Buenas noches",
    please: "Por favor",
    world: "mundo",
    "hello world": "Hola mundo",
  },
  italian: {
    hello: "Ciao",
    "good morning": "Buongiorno",
    "thank you": "Grazie",
    goodbye: "Arrivederci",
    "how are you": "Come stai",
    "i love you": "Ti amo",
    "good night": "Buonanotte",
    please: "Per favore",
    world: "mondo",
    "hello world": "Ciao mondo",
  },
  japanese: {
    hello: "こんにちは",
    "good morning": "おはようございます",
    "thank you": "ありがとうございます",
    goodbye: "さようなら",
    "how are you": "お元気ですか",
    "i love you": "愛しています",
    "good night": "おやすみなさい",
    please: "お願いします",
    world: "世界",
    "hello world": "こんにちは世界",
  },
};

/** Translates what a phrase book knows, and is open about the rest. */
export function translation({ last }: Asked): string | null {
  const match =
    /\btranslate\b\s*:?\s*["“']?(.+?)["”']?\s+(?:in)?to\s+(\w+)|\bhow do you say\s+["“']?(.+?)["”']?\s+in\s+(\w+)/i.exec(
      last,
    );
  const [phrase, language] = [match?.[1] ?? match?.[3], (match?.[2] ?? match?.[4])?.toLowerCase()];
  if (phrase === undefined || language === undefined) return null;
  const book = PHRASES[language];
  const known = book?.[phrase.toLowerCase().replace(/[.!?,]+$/, "")];
  if (known !== undefined) return known;
  return book === undefined
    ? `I can translate into ${Object.keys(PHRASES).join(", ")}; ${language} is beyond this sandbox.`
    : `« ${phrase} » — a faithful rendering into ${language} would keep the tone and the order of thought; a real model behind the same address will give you the words.`;
}
