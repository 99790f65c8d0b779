import { judgeAnswer } from "@/lib/conversations/judge-answer";

type Asked = { text: string; schema: Readonly<Record<string, unknown>> };

// Beside the page: the patterns of a schema may run without end, and a worker can be stopped.
self.onmessage = ({ data: { text, schema } }: MessageEvent<Asked>) => {
  self.postMessage(judgeAnswer(text, schema));
};

// Until now it was only loaded; from the answer to this on, its time is measured.
self.postMessage(null);
