# Built from the lock file alone, and run without npm, without sources, and not as root: docs/deploy/docker.md.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund && rm -rf ~/.npm
COPY . .
RUN node -e "import('./scripts/build.mjs').then((build) => build.ensureBuilt(process.cwd()))"

FROM node:24-bookworm-slim
WORKDIR /app
# A container is reached from outside, so everybody signs in: local access would refuse this HOST.
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    PATCHBAY_ACCESS=team \
    PATCHBAY_DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=3000
# What the base image brings to install things with.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn* \
  && cd /usr/local/bin && rm -f npm npx corepack yarn yarnpkg
COPY --from=build /app/.next/standalone ./.next/standalone
COPY --from=build /app/scripts/*.mjs ./scripts/
# Only for who has no Postgres: mount a volume here, and run one container.
RUN mkdir /data && chown node:node /data && chmod 700 /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs", "--no-build"]
