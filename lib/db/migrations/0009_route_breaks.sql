CREATE TABLE "route_break" (
	"route_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"arm" text NOT NULL,
	"report" jsonb NOT NULL,
	"member_id" uuid NOT NULL,
	"ran_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "route_break_route_id_version_arm_pk" PRIMARY KEY("route_id","version","arm")
);
--> statement-breakpoint
ALTER TABLE "route_break" ADD CONSTRAINT "route_break_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "route_break" ADD CONSTRAINT "route_break_route_id_version_route_version_route_id_version_fk" FOREIGN KEY ("route_id","version") REFERENCES "public"."route_version"("route_id","version") ON DELETE no action ON UPDATE no action;