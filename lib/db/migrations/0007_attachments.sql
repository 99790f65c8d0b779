CREATE TABLE "attachment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"type" text NOT NULL,
	"bytes" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "attachment_content" (
	"member_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "attachment_content_member_id_digest_pk" PRIMARY KEY("member_id","digest")
);
--> statement-breakpoint
CREATE TABLE "message_attachment" (
	"message_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"attachment_id" uuid NOT NULL,
	CONSTRAINT "message_attachment_message_id_position_pk" PRIMARY KEY("message_id","position")
);
--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_member_id_digest_attachment_content_member_id_digest_fk" FOREIGN KEY ("member_id","digest") REFERENCES "public"."attachment_content"("member_id","digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment_content" ADD CONSTRAINT "attachment_content_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_attachment" ADD CONSTRAINT "message_attachment_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_attachment" ADD CONSTRAINT "message_attachment_attachment_id_attachment_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachment_member_id_digest_index" ON "attachment" USING btree ("member_id","digest");--> statement-breakpoint
CREATE INDEX "message_attachment_attachment_id_index" ON "message_attachment" USING btree ("attachment_id");--> statement-breakpoint
-- Pictures and documents are packed already: trying to pack them again only takes time.
ALTER TABLE "attachment_content" ALTER COLUMN "content" SET STORAGE EXTERNAL;
