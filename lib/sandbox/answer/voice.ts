/** How the models of one author tend to write. */
export type Voice = {
  openings: readonly [string, ...string[]];
  closings: readonly [string, ...string[]];
  bullet: "-" | "*" | "1.";
  headings: boolean;
  /** Paragraphs of a full answer. */
  length: number;
};

const PLAIN: Voice = {
  openings: ["Here is an overview of {topic}.", "Let's look at {topic}.", "A short introduction to {topic}:"],
  closings: ["I hope this helps.", "Let me know if you need more detail.", ""],
  bullet: "-",
  headings: false,
  length: 4,
};

const VOICES: Record<string, Voice> = {
  openai: {
    openings: [
      "**Short answer:** a few moving parts explain {topic}.",
      "Here's a practical way to think about {topic}.",
      "Good question — it helps to split up {topic}.",
    ],
    closings: [
      "If you want, I can turn this into a checklist.",
      "Tell me your constraints and I can make this concrete.",
      "Would you like an example next?",
    ],
    bullet: "-",
    headings: true,
    length: 4,
  },
  anthropic: {
    openings: [
      "I'd start with the basics of {topic}, because the details follow from them.",
      "There are a few ways to come at {topic}; let me take the one I find clearest.",
      "From a distance it looks simple; here is what I'd keep in mind about {topic}.",
    ],
    closings: [
      "I've simplified in places; I'm happy to go deeper where it matters to you.",
      "If your situation differs from what I assumed, tell me and I'll adjust.",
      "The short version: start small, look at what happens, then decide.",
    ],
    bullet: "-",
    headings: false,
    length: 5,
  },
  google: {
    openings: [
      "Here is a comprehensive breakdown of {topic}:",
      "To understand {topic}, let's look at the core components.",
      "Let's break down {topic} step by step.",
    ],
    closings: [
      "Would you like me to explore any of these points further?",
      "In summary, a structured approach pays off here.",
      "Let me know which part you would like to expand.",
    ],
    bullet: "*",
    headings: true,
    length: 6,
  },
  deepseek: {
    openings: [
      "Let's work through {topic} systematically.",
      "To understand {topic}, it helps to go from cause to effect.",
    ],
    closings: [
      "In conclusion, it is a balance of cost, clarity and care.",
      "These steps should cover the common cases.",
    ],
    bullet: "1.",
    headings: true,
    length: 5,
  },
  mistralai: {
    openings: ["{Topic}, in brief.", "Three things matter about {topic}."],
    closings: ["That is the essence of it.", "In short: keep it simple."],
    bullet: "-",
    headings: false,
    length: 3,
  },
  "x-ai": {
    openings: [
      "Alright, {topic} — without the brochure language.",
      "{Topic}? Fine, let's be direct about it.",
    ],
    closings: ["That's most of it. The rest is marketing.", "Question the parts that sound too neat."],
    bullet: "-",
    headings: false,
    length: 3,
  },
  qwen: {
    openings: [
      "Sure! Below is a structured explanation of {topic}.",
      "Certainly! Here are the main aspects of {topic}:",
    ],
    closings: ["Feel free to ask for more details! 😊", "I hope this structured overview is useful."],
    bullet: "1.",
    headings: true,
    length: 5,
  },
  moonshotai: {
    openings: ["{Topic}, seen plainly.", "Start anywhere with {topic}; the middle is as good as the edge."],
    closings: ["The rest is practice.", ""],
    bullet: "-",
    headings: false,
    length: 3,
  },
  "meta-llama": {
    openings: [
      "Here are some key points to consider about {topic}:",
      "Great question! Let me explain {topic}.",
    ],
    closings: ["I hope that helps! Do you have any other questions?", "Overall, it depends on your needs."],
    bullet: "*",
    headings: false,
    length: 4,
  },
};

export const voiceOf = (author: string): Voice => VOICES[author.replace("~", "")] ?? PLAIN;
