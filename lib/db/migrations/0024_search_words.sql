-- Parts of model ids, paths and addresses are words of their own.
DROP INDEX "message_by_words";--> statement-breakpoint
CREATE INDEX "message_by_words" ON "message" USING gin (to_tsvector('simple', translate(left("content", 50000), '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~‘’‚“”„«»‹›–—…·•', repeat(' ', 47))));
