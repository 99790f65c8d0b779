CREATE TABLE "preset" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"name" text NOT NULL,
	"system" text,
	"parameters" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "route" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"draft" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"published_version" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "route_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "route_alias" (
	"name" text PRIMARY KEY NOT NULL,
	"route_id" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "route_version" (
	"route_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"spec" jsonb NOT NULL,
	"note" text NOT NULL,
	"restores" integer,
	"member_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "route_version_route_id_version_pk" PRIMARY KEY("route_id","version")
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "answer_schema" jsonb;--> statement-breakpoint
ALTER TABLE "generation" ADD COLUMN "route_id" uuid;--> statement-breakpoint
ALTER TABLE "generation" ADD COLUMN "route_version" integer;--> statement-breakpoint
ALTER TABLE "generation" ADD COLUMN "route_arm" text;--> statement-breakpoint
ALTER TABLE "preset" ADD CONSTRAINT "preset_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "route_alias" ADD CONSTRAINT "route_alias_route_id_route_id_fk" FOREIGN KEY ("route_id") REFERENCES "public"."route"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "route_alias" ADD CONSTRAINT "route_alias_updated_by_member_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "route_version" ADD CONSTRAINT "route_version_route_id_route_id_fk" FOREIGN KEY ("route_id") REFERENCES "public"."route"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "route_version" ADD CONSTRAINT "route_version_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "preset_member_id_name_index" ON "preset" USING btree ("member_id","name");--> statement-breakpoint
CREATE INDEX "route_alias_route_id_index" ON "route_alias" USING btree ("route_id");--> statement-breakpoint
CREATE INDEX "generation_by_route" ON "generation" USING btree ("route_id","started_at") WHERE route_id is not null;